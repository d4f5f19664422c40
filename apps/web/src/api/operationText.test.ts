import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { CrowdEventsQuery } from './operations/events.js';
import { SetRegionsOfInterestMutation } from './operations/regions.js';
import { operationText, variablesText } from './operationText.js';

it('gives an operation with its fragments as one would write it', () => {
  const text = operationText({ document: CrowdEventsQuery, variables: {} });
  expect(text).toMatch(/^query CrowdEvents\(\n {2}\$broadcastId: ID!\n/);
  expect(text).toMatch(/\n}\n\nfragment CrowdEventFields on CrowdEvent {\n {2}__typename\n/);
  expect(parse(text).definitions).toHaveLength(2);
});

it('names every fragment once, also those of fragments', () => {
  const text = operationText({ document: SetRegionsOfInterestMutation, variables: {} });
  expect(parse(text).definitions).toHaveLength(3);
});

it('gives the variables as JSON', () => {
  const variables = { broadcastId: 'main', last: 50 };
  expect(JSON.parse(variablesText({ document: CrowdEventsQuery, variables }))).toEqual(variables);
});

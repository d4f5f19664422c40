/** Recordings: made, listed, deleted. */
import { graphql, type ResultOf } from '../graphql.js';
import { CrowdEventFields } from './events.js';

const RecordingFields = graphql(`
  fragment RecordingFields on Recording {
    id
    broadcastId
    state
    startedAt
    endedAt
    ending
    lengthMs
    bytes
    keptUntil
    url
    thumbnailUrl
  }
`);

export const RecordingsQuery = graphql(
  `
    query Recordings($last: Int!, $before: String) {
      recordings(last: $last, before: $before) {
        edges {
          node {
            ...RecordingFields
          }
        }
        pageInfo {
          hasPreviousPage
          startCursor
        }
      }
    }
  `,
  [RecordingFields],
);

export const RecordingQuery = graphql(
  `
    query Recording($id: ID!) {
      recording(id: $id) {
        ...RecordingFields
        events(first: 200) {
          edges {
            node {
              ...CrowdEventFields
            }
          }
        }
      }
    }
  `,
  [RecordingFields, CrowdEventFields],
);

export const StartRecordingMutation = graphql(`
  mutation StartRecording($broadcastId: ID!) {
    startRecording(input: { broadcastId: $broadcastId }) {
      id
    }
  }
`);

export const StopRecordingMutation = graphql(`
  mutation StopRecording($broadcastId: ID!) {
    stopRecording(broadcastId: $broadcastId) {
      id
    }
  }
`);

export const DeleteRecordingMutation = graphql(`
  mutation DeleteRecording($id: ID!) {
    deleteRecording(id: $id)
  }
`);

/** The processed stream of some time, in a file. */
export type Recording = ResultOf<typeof RecordingFields>;
/** A recording with what happened meanwhile. */
export type RecordingWithEvents = NonNullable<ResultOf<typeof RecordingQuery>['recording']>;

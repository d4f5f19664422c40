/** Alerts, and the rules that raise them. */
import { graphql, type ResultOf, type VariablesOf } from '../graphql.js';

const AlertFields = graphql(`
  fragment AlertFields on Alert {
    id
    ruleName
    regionId
    kind
    beganAt
    raisedAt
    endedAt
    ending
    peak
    peakLevel
    peakAt
    compass
    acknowledgedAt
    acknowledgedBy
  }
`);

const AlertRuleFields = graphql(`
  fragment AlertRuleFields on AlertRule {
    id
    regionId
    name
    kind
    minLevel
    directions
    forSeconds
    cooldownSeconds
    activeHours {
      timeZone
      periods {
        days
        from
        to
      }
    }
    enabled
  }
`);

export const AlertsQuery = graphql(
  `
    query Alerts($broadcastId: ID!, $last: Int!, $before: String) {
      alertCursor
      alerts(last: $last, before: $before, filter: { broadcastId: $broadcastId, open: false }) {
        edges {
          node {
            ...AlertFields
          }
        }
        pageInfo {
          hasPreviousPage
          startCursor
        }
      }
    }
  `,
  [AlertFields],
);

export const AlertChangedSubscription = graphql(
  `
    subscription AlertChanged($broadcastId: ID!, $after: String) {
      alertChanged(broadcastId: $broadcastId, after: $after) {
        cursor
        alert {
          ...AlertFields
        }
      }
    }
  `,
  [AlertFields],
);

export const AcknowledgeAlertMutation = graphql(
  `
    mutation AcknowledgeAlert($id: ID!) {
      acknowledgeAlert(id: $id) {
        ...AlertFields
      }
    }
  `,
  [AlertFields],
);

export const AlertRulesQuery = graphql(
  `
    query AlertRules($broadcastId: ID!) {
      alertRules(broadcastId: $broadcastId) {
        ...AlertRuleFields
      }
    }
  `,
  [AlertRuleFields],
);

export const CreateAlertRuleMutation = graphql(`
  mutation CreateAlertRule($input: CreateAlertRuleInput!) {
    createAlertRule(input: $input) {
      id
    }
  }
`);

export const UpdateAlertRuleMutation = graphql(`
  mutation UpdateAlertRule($input: UpdateAlertRuleInput!) {
    updateAlertRule(input: $input) {
      id
    }
  }
`);

export const DeleteAlertRuleMutation = graphql(`
  mutation DeleteAlertRule($id: ID!) {
    deleteAlertRule(id: $id)
  }
`);

/** Something that a rule watches for, from its begin to its end. */
export type Alert = ResultOf<typeof AlertFields>;
/** What raises alerts in a region. */
export type AlertRule = ResultOf<typeof AlertRuleFields>;
export type ActiveHours = NonNullable<AlertRule['activeHours']>;
export type ActivePeriod = ActiveHours['periods'][number];
export type Weekday = ActivePeriod['days'][number];
export type CompassPoint = NonNullable<AlertRule['directions']>[number];
export type CreateAlertRuleInput = VariablesOf<typeof CreateAlertRuleMutation>['input'];
export type UpdateAlertRuleInput = VariablesOf<typeof UpdateAlertRuleMutation>['input'];

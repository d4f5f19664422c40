import type {
  Alert,
  AlertConnection,
  AlertFilter,
  AlertMessage,
  AlertRule,
  CreateAlertRuleInput,
  UpdateAlertRuleInput,
} from './types/alert.js';
import type { PageArgs } from './types/page.js';

/** Which page of the alerts is wanted (Relay cursor connections). */
export interface AlertPageQuery extends Partial<PageArgs> {
  filter?: AlertFilter | null;
}

/** What a server must be able to do with alerts. */
export interface AlertsApi {
  rules(broadcastId: string): Promise<AlertRule[]>;
  page(query: AlertPageQuery): Promise<AlertConnection>;
  find(id: string): Promise<Alert | null>;
  createRule(input: CreateAlertRuleInput): Promise<AlertRule>;
  updateRule(input: UpdateAlertRuleInput): Promise<AlertRule>;
  deleteRule(id: string): Promise<boolean>;
  /** @param actor - who says so */
  acknowledge(id: string, actor: string): Promise<Alert>;
  cursor(): string;
  changes(
    broadcastId?: string | null,
    after?: string | null,
  ): AsyncIterable<AlertMessage> | Promise<AsyncIterable<AlertMessage>>;
}

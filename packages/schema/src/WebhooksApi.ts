import type {
  CreatedWebhook,
  CreateWebhookInput,
  UpdateWebhookInput,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryState,
} from './types/webhook.js';

/** Which deliveries are wanted. */
export interface WebhookDeliveriesQuery {
  webhookId?: string | null;
  state?: WebhookDeliveryState | null;
  first: number;
  /** Id of a delivery. */
  before?: string | null;
}

/** What a server must be able to do with webhooks. */
export interface WebhooksApi {
  all(): Promise<Webhook[]>;
  deliveries(query: WebhookDeliveriesQuery): Promise<WebhookDelivery[]>;
  create(input: CreateWebhookInput): Promise<CreatedWebhook>;
  update(input: UpdateWebhookInput): Promise<Webhook>;
  delete(id: string): Promise<boolean>;
  /** @param id - of a delivery */
  resend(id: string): Promise<WebhookDelivery>;
}

import {
  Arg,
  Args,
  Authorized,
  Ctx,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { ArgsDictionary, SubscribeResolverData } from 'type-graphql';
import type { CrowdlensContext } from '../CrowdlensApi.js';
import { Role } from '../types/access.js';
import {
  Alert,
  AlertConnection,
  AlertFilter,
  AlertMessage,
  AlertRule,
  CreateAlertRuleInput,
  UpdateAlertRuleInput,
} from '../types/alert.js';
import { PageArgs } from '../types/page.js';

type Subscribe = SubscribeResolverData<unknown, ArgsDictionary, CrowdlensContext>;

/** Alerts and the rules that raise them. */
@Resolver()
export class AlertOperations {
  @Query(() => [AlertRule], {
    description: 'The rules of a broadcast, in the order of their making.',
  })
  alertRules(
    @Ctx() { api }: CrowdlensContext,
    @Arg('broadcastId', () => ID, { defaultValue: 'main', description: 'The broadcast.' })
    broadcastId: string,
  ): Promise<AlertRule[]> {
    return api.alerts.rules(broadcastId);
  }

  @Query(() => AlertConnection, {
    description:
      'Alerts, the oldest first. Give `first` (and `after`) or `last` (and `before`), 1 to 500; without either it is `first: 50`.',
  })
  alerts(
    @Ctx() { api }: CrowdlensContext,
    @Arg('filter', () => AlertFilter, { nullable: true, description: 'Which alerts.' })
    filter: AlertFilter | null,
    @Args(() => PageArgs) { first, after, last, before }: PageArgs,
  ): Promise<AlertConnection> {
    return api.alerts.page({ filter, first, after, last, before });
  }

  @Query(() => Alert, { nullable: true, description: 'An alert; null when it is not known.' })
  alert(
    @Ctx() { api }: CrowdlensContext,
    @Arg('id', () => ID, { description: 'The alert.' }) id: string,
  ): Promise<Alert | null> {
    return api.alerts.find(id);
  }

  @Query(() => String, {
    description:
      'A place to begin at. Given as `after` to the subscription alertChanged, it tells the alerts that are open, and all that change from now on: none is missed, not even while it is being set up.',
  })
  alertCursor(@Ctx() { api }: CrowdlensContext): string {
    return api.alerts.cursor();
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => AlertRule, { description: 'Makes a rule. REGION_NOT_FOUND without its region.' })
  createAlertRule(
    @Ctx() { api }: CrowdlensContext,
    @Arg('input', () => CreateAlertRuleInput, { description: 'The rule.' })
    input: CreateAlertRuleInput,
  ): Promise<AlertRule> {
    return api.alerts.createRule(input);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => AlertRule, {
    description:
      'Changes a rule; its open alert goes on under the new conditions. ALERT_RULE_NOT_FOUND when there is none of this id.',
  })
  updateAlertRule(
    @Ctx() { api }: CrowdlensContext,
    @Arg('input', () => UpdateAlertRuleInput, { description: 'What shall change.' })
    input: UpdateAlertRuleInput,
  ): Promise<AlertRule> {
    return api.alerts.updateRule(input);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Boolean, {
    description:
      'Deletes a rule and ends its alert; the alerts it has raised stay. ALERT_RULE_NOT_FOUND when there is none of this id.',
  })
  deleteAlertRule(
    @Ctx() { api }: CrowdlensContext,
    @Arg('id', () => ID, { description: 'The rule.' }) id: string,
  ): Promise<boolean> {
    return api.alerts.deleteRule(id);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Alert, {
    description:
      'Says that the caller knows of an alert; who said so first stays. ALERT_NOT_FOUND when there is none of this id.',
  })
  acknowledgeAlert(
    @Ctx() { api, callerName }: CrowdlensContext,
    @Arg('id', () => ID, { description: 'The alert.' }) id: string,
  ): Promise<Alert> {
    return api.alerts.acknowledge(id, callerName);
  }

  @Subscription(() => AlertMessage, {
    description:
      'All open alerts as they are, then each alert as it is after a change: raised, a new peak, acknowledged, ended. With `after`, first the alerts that have changed since that cursor. Of the changes of one alert the newest wins; none of its last states is left out.',
    subscribe: ({ args, context }: Subscribe) =>
      context.api.alerts.changes(args.broadcastId, args.after),
  })
  alertChanged(
    @Root() message: AlertMessage,
    @Arg('broadcastId', () => ID, {
      nullable: true,
      description: 'Of this broadcast; of all when left out.',
    })
    _broadcastId: string | null,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Cursor of the last message that was seen, or alertCursor.',
    })
    _after: string | null,
  ): AlertMessage {
    return message;
  }
}

import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What a caller may do; each role may also do what the ones before it may. */
export enum Role {
  VIEWER = 'VIEWER',
  PRESENTER = 'PRESENTER',
  OPERATOR = 'OPERATOR',
}
registerEnumType(Role, {
  name: 'Role',
  description: 'What a caller may do; each role may also do what the ones before it may.',
  valuesConfig: {
    VIEWER: { description: 'Watch, and read everything.' },
    PRESENTER: { description: 'Publish, play and stop; choose the overlay.' },
    OPERATOR: {
      description:
        'Change regions, rules and webhooks, acknowledge alerts, record, delete, give out share links.',
    },
  },
});

/** The wish to let somebody in for a while. */
@InputType({ description: 'The wish to let somebody in for a while.' })
export class ShareLinkInput {
  @Field(() => Role, {
    defaultValue: Role.VIEWER,
    description: 'What whoever has the link may do.',
  })
  role!: Role;

  @Field(() => String, {
    nullable: true,
    description: 'For people: whom or what it is for; 1 to 100 characters.',
  })
  name?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The only broadcast that it is for, which need not exist yet; all when left out. Not for OPERATOR.',
  })
  broadcastId?: string | null;

  @Field(() => Int, {
    defaultValue: 86_400,
    description: 'How long the link can be used; seconds, 60 to 31536000 (a year).',
  })
  validForSeconds!: number;
}

/** Lets whoever has it in, until it expires or is revoked. */
@ObjectType({ description: 'Lets whoever has it in, until it expires or is revoked.' })
export class ShareLink {
  @Field(() => ID, { description: 'Names it, but lets nobody in.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'For people: whom or what it is for.' })
  name!: string | null;

  @Field(() => Role, { description: 'What whoever has it may do.' })
  role!: Role;

  @Field(() => ID, { nullable: true, description: 'The only broadcast that it is for; null: all.' })
  broadcastId!: string | null;

  @Field(() => GraphQLDateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => String, { description: 'Who made it.' })
  createdBy!: string;

  @Field(() => GraphQLDateTime, { description: 'Until when it can be used.' })
  expiresAt!: Date;
}

/** A share link that was just made, with its token, which is not shown again. */
@ObjectType({
  description: 'A share link that was just made, with its token, which is not shown again.',
})
export class CreatedShareLink extends ShareLink {
  @Field(() => String, {
    description:
      'For the Authorization header ("Bearer TOKEN"), connection_init, the address parameter access_token, or the page: /watch#access_token=TOKEN.',
  })
  token!: string;
}

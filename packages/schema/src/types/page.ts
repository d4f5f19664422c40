import { ArgsType, Field, Int } from 'type-graphql';

/** What a Relay connection may be asked for: its first ones, or its last ones (Relay's cursor connections). */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'At most so many from the start.' })
  first!: number | null;

  @Field(() => String, { nullable: true, description: 'Only those behind this cursor.' })
  after!: string | null;

  @Field(() => Int, { nullable: true, description: 'At most so many from the end.' })
  last!: number | null;

  @Field(() => String, { nullable: true, description: 'Only those before this cursor.' })
  before!: string | null;
}

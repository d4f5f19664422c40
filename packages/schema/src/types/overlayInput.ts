import { Field, ID, InputType } from 'type-graphql';
import { OverlayMode } from './broadcast.js';

/** What shall be drawn on a broadcast's processed stream. */
@InputType({ description: "What shall be drawn on a broadcast's processed stream." })
export class SetOverlayInput {
  @Field(() => ID, { defaultValue: 'main', description: 'The broadcast.' })
  broadcastId!: string;

  @Field(() => OverlayMode, { description: 'What shall be drawn.' })
  mode!: OverlayMode;
}

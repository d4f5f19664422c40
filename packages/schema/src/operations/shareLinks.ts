import { Arg, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { CrowdlensContext } from '../CrowdlensApi.js';
import { CreatedShareLink, Role, ShareLink, ShareLinkInput } from '../types/access.js';

/** Links that let others in. */
@Resolver()
export class ShareLinkOperations {
  @Authorized(Role.OPERATOR)
  @Query(() => [ShareLink], {
    description: 'The share links that can be used, in the order of their making.',
  })
  shareLinks(@Ctx() { api }: CrowdlensContext): ShareLink[] {
    return api.shareLinks.all();
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => CreatedShareLink, {
    description: 'Makes a token that lets whoever has it in, until it expires or is revoked.',
  })
  createShareLink(
    @Ctx() { api, callerName }: CrowdlensContext,
    @Arg('input', () => ShareLinkInput, { description: 'For what and how long.' })
    input: ShareLinkInput,
  ): Promise<CreatedShareLink> {
    return api.shareLinks.create(input, callerName);
  }

  @Authorized(Role.OPERATOR)
  @Mutation(() => Boolean, {
    description:
      'Takes a share link back: whoever came in with it is out at once. False when there is none of this id.',
  })
  revokeShareLink(
    @Ctx() { api }: CrowdlensContext,
    @Arg('id', () => ID, { description: 'The share link.' }) id: string,
  ): Promise<boolean> {
    return api.shareLinks.revoke(id);
  }
}

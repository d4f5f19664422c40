/** Who one is, and links that let others in. */
import { graphql, type ResultOf } from '../graphql.js';

export const RoleQuery = graphql(`
  query Role {
    role
  }
`);

export const CreateShareLinkMutation = graphql(`
  mutation CreateShareLink($input: ShareLinkInput!) {
    createShareLink(input: $input) {
      id
      token
      expiresAt
    }
  }
`);

export const ShareLinksQuery = graphql(`
  query ShareLinks {
    shareLinks {
      id
      name
      role
      broadcastId
      createdAt
      createdBy
      expiresAt
    }
  }
`);

export type ShareLink = ResultOf<typeof ShareLinksQuery>['shareLinks'][number];

export const RevokeShareLinkMutation = graphql(`
  mutation RevokeShareLink($id: ID!) {
    revokeShareLink(id: $id)
  }
`);

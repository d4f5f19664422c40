/** Who one is, and links that let others in. */
import { graphql } from '../graphql.js';

export const RoleQuery = graphql(`
  query Role {
    role
  }
`);

export const CreateShareLinkMutation = graphql(`
  mutation CreateShareLink($input: ShareLinkInput!) {
    createShareLink(input: $input) {
      token
      expiresAt
    }
  }
`);

import { getDistDirectory, renderAltair } from 'altair-static';
import express from 'express';
import type { Request, Router } from 'express';

const EXAMPLE = `# What is live
query Broadcasts {
  broadcasts { id state source viewerCount }
}

# Crowd events as they happen
subscription Events {
  crowdEvents {
    cursor
    event { __typename regionId at }
  }
}
`;

interface Operation {
  readonly initialQuery: string;
  readonly initialVariables?: string;
}

/** Only from here: the explorer could otherwise ask its makers' servers, and tell them what is asked here. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
].join('; ');

/** Altair is laid out for desks: on a phone its bar has two lines, and the answer stands below the question. */
const ON_PHONES = `<style>
  @media (max-width: 40rem) {
    .url-box { flex-wrap: wrap; height: auto; }
    .url-box__input-container { flex-basis: 8rem; }
    .send-request__wrapper { flex-grow: 1; height: var(--url-box-height); }
    .send-request__button { flex-grow: 1; white-space: nowrap; }
    as-split { display: flex !important; flex-direction: column; }
    .as-split-gutter { display: none !important; }
  }
</style>`;

/**
 * A page to try the API by hand: Altair, from its package, without any download from elsewhere. Opens with
 * the operation that its address names as `query` and `variables` (JSON), or with what was there last time.
 */
export function explorer(): Router {
  const router = express.Router();
  router.get('/', (request, response) => {
    // Its files are addressed relative to this folder.
    if (!request.originalUrl.split('?')[0]?.endsWith('/')) {
      response.redirect(`${request.baseUrl}/`);
      return;
    }
    const operation = operationOf(request.query);
    const page = renderAltair({
      baseURL: `${request.baseUrl}/`,
      endpointURL: '/graphql',
      subscriptionsEndpoint: '/graphql',
      initialSubscriptionRequestHandlerId: 'graphql-ws',
      initialName: 'Crowdlens',
      initialQuery: EXAMPLE,
      ...(operation && { ...operation, preserveState: false }),
      disableAccount: true,
      persistedSettings: {
        theme: 'system',
        'banners.disable': true,
        'alert.disableUpdateNotification': true,
        disablePushNotification: true,
      },
    });
    response
      .set('Content-Security-Policy', POLICY)
      .send(page.replace('</head>', `${ON_PHONES}</head>`));
  });
  router.use(express.static(getDistDirectory(), { index: false }));
  return router;
}

/** Altair writes both into a script, where it escapes all but what ends the script: `<` is left out. */
function operationOf({ query, variables }: Request['query']): Operation | undefined {
  if (typeof query !== 'string' || query.includes('<')) return undefined;
  if (typeof variables !== 'string') return { initialQuery: query };
  return { initialQuery: query, initialVariables: variables.replaceAll('<', String.raw`\u003c`) };
}

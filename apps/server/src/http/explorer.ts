import { getDistDirectory, renderAltair } from 'altair-static';
import express from 'express';
import type { Router } from 'express';

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

/** A page to try the API by hand: Altair, from its package, without any download from elsewhere. */
export function explorer(): Router {
  const router = express.Router();
  router.get('/', (request, response) => {
    // Its files are addressed relative to this folder.
    if (!request.originalUrl.split('?')[0]?.endsWith('/')) {
      response.redirect(`${request.baseUrl}/`);
      return;
    }
    response.set('Content-Security-Policy', POLICY).send(
      renderAltair({
        baseURL: `${request.baseUrl}/`,
        endpointURL: '/graphql',
        subscriptionsEndpoint: '/graphql',
        initialSubscriptionRequestHandlerId: 'graphql-ws',
        initialName: 'Crowdlens',
        initialQuery: EXAMPLE,
        disableAccount: true,
        persistedSettings: {
          theme: 'system',
          'banners.disable': true,
          'alert.disableUpdateNotification': true,
          disablePushNotification: true,
        },
      }),
    );
  });
  router.use(express.static(getDistDirectory(), { index: false }));
  return router;
}

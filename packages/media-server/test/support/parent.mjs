import { spawnMediaServer } from '@crowdlens/media-server';

// A process that owns a media server, tells its address, and waits to be killed.
const { url } = await spawnMediaServer({ logLevel: 'silent' });
process.send({ url });

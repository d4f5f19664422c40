# Built by the one who runs it: the codecs' binary that `npm ci` fetches holds GPL and fdk-aac parts
# and may not be passed on inside an image (see the README's section on licences).
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.base.json ./
COPY packages packages
COPY apps apps
RUN npm ci
RUN npm run --silent build:product
RUN npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data MEDIA_DIR=/media
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir -p /data /media && chown node:node /data /media
USER node
VOLUME ["/data", "/media"]
EXPOSE 4000/tcp 40000/udp
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s \
  CMD ["node", "-e", "process.env.NODE_TLS_REJECT_UNAUTHORIZED='0'; fetch('https://localhost:4000/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/server/dist/main.js"]

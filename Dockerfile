FROM node:22-slim AS build
WORKDIR /parley
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:22-slim
# Temporal's client verifies TLS servers by the system's certificates.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production DATA_DIR=/var/lib/parley
WORKDIR /parley
RUN mkdir -p /var/lib/parley && chown node:node /var/lib/parley
COPY --from=build /parley/package.json ./
COPY --from=build /parley/node_modules ./node_modules
COPY --from=build /parley/dist ./dist
# The pages' files and the picture thread are not compiled: the compiled code finds them beside dist.
COPY --from=build /parley/channels/webchat/page ./channels/webchat/page
COPY --from=build /parley/pages ./pages
COPY --from=build /parley/pictures/heic-thread.js ./pictures/heic-thread.js
USER node
EXPOSE 3000
CMD ["node", "dist/api/server.js"]

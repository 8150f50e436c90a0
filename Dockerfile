# One image per service, one Dockerfile: `docker build -t floimg-fleet .` builds the gateway (the last target, with the
# dashboard in it); `docker build --target actor .` any other. Node 24 runs the TypeScript as it is: nothing to compile.
FROM node:24-bookworm-slim AS base
ENV NODE_ENV=production \
    NPM_CONFIG_UPDATE_NOTIFIER=false
RUN npm install --global pnpm@10
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages/domain/package.json packages/domain/
COPY packages/platform/package.json packages/platform/
COPY packages/testkit/package.json packages/testkit/
COPY services/scheduler/package.json services/scheduler/
COPY services/actor/package.json services/actor/
COPY services/projector/package.json services/projector/
COPY services/gateway/package.json services/gateway/
COPY ui/package.json ui/
COPY cli/package.json cli/fleet.mjs cli/
COPY dev/package.json dev/
COPY dev/provision/package.json dev/provision/
COPY bench/package.json bench/

# The dashboard needs its build tools; they stay behind in this stage. The image brings Node 24 itself, so no
# dependency's install script has to run.
FROM base AS dashboard
RUN NODE_ENV=development pnpm install --frozen-lockfile --ignore-scripts --filter @fleet/ui...
COPY packages/domain packages/domain
COPY ui ui
RUN cd ui && node node_modules/vite/bin/vite.js build

FROM base AS service
RUN pnpm install --frozen-lockfile --ignore-scripts --prod --filter "./services/*..."
COPY packages/domain packages/domain
COPY packages/platform packages/platform
COPY services services
COPY personas personas
ENV OPS_HOST=0.0.0.0
USER node

FROM service AS scheduler
EXPOSE 4010
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:4010/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "services/scheduler/src/main.ts"]

FROM service AS actor
EXPOSE 4020
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:4020/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "services/actor/src/main.ts"]

FROM service AS projector
EXPOSE 4030
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:4030/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "services/projector/src/main.ts"]

# The stand-ins of the local stack, for trying the whole thing in containers (compose profile `stand-ins`).
FROM base AS stand-in
RUN pnpm install --frozen-lockfile --ignore-scripts --prod --filter "@fleet/dev..."
COPY packages/domain packages/domain
COPY packages/platform packages/platform
COPY dev dev
RUN mkdir /data && chown node:node /data
ENV OPS_HOST=0.0.0.0
USER node

FROM stand-in AS studio
ENV STUDIO_DATA_DIR=/data
EXPOSE 5100
CMD ["node", "dev/studio/main.ts"]

FROM stand-in AS llm
EXPOSE 4002
CMD ["node", "dev/llm/main.ts"]

FROM service AS gateway
COPY --from=dashboard /app/ui/build ui/build
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:4000/health').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "services/gateway/src/main.ts"]

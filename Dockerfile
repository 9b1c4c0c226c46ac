# The site and the app of subscriptions, in one container; docs/operations.md, "In a container", says how it is run.
#
#   docker build --tag crowsnest .                            the site as content/ has it now, and the app
#   docker build --target ingest --tag crowsnest-ingest .     the same with git, for the CronJob that ingests
#
# The image below is named by its tag, which its makers move. To have the same bytes at every build, give the digest that
# your registry shows: --build-arg NODE_IMAGE=docker.io/library/node:24-slim@sha256:…
ARG NODE_IMAGE=docker.io/library/node:24-slim

# The site is made here, with what makes it; none of that is in the image that runs.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
COPY astro.config.mjs netlify.toml tsconfig.json ./
COPY public public
COPY src src
COPY scripts scripts
COPY content content
RUN ASTRO_TELEMETRY_DISABLED=1 node scripts/build.ts --out dist

# Optional packages are binaries of other tools, and a second Node: what runs is the one of the image.
FROM ${NODE_IMAGE} AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM ${NODE_IMAGE} AS run
LABEL org.opencontainers.image.title="Crowsnest" \
  org.opencontainers.image.description="The site of a weekly and the app of its subscriptions" \
  org.opencontainers.image.licenses="Apache-2.0 AND CC-BY-4.0"
ENV NODE_ENV=production \
  CROWSNEST_STATE=/data
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY package.json netlify.toml ./
COPY src/core src/core
COPY src/io src/io
COPY src/jobs src/jobs
COPY src/server src/server
COPY scripts scripts
COPY content content
COPY --from=build /app/dist dist
# A volume that is put here takes over whom the folder belongs to.
RUN mkdir /data && chown 10001:10001 /data
# By number, so that Kubernetes can see that it is not root. It may write to /data and /tmp alone.
USER 10001:10001
VOLUME ["/data"]
EXPOSE 4321
STOPSIGNAL SIGTERM
# Node itself is the first process: it gets the signals, answers what is open and lets a mail that is under way arrive.
ENTRYPOINT ["node"]

FROM run AS ingest
USER 0
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git \
  && rm -rf /var/lib/apt/lists/*
COPY deploy/ingest.sh deploy/push-content.sh deploy/
# What says whether content is sound.
COPY src/site src/site
COPY tests/content.test.ts tests/
USER 10001:10001
ENTRYPOINT ["sh", "deploy/ingest.sh"]

# The last one is what is built where no --target is named.
FROM run AS app
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4321/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["scripts/serve.ts", "--host", "0.0.0.0", "--out", "/data/outbox"]

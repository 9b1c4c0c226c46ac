// `node scripts/curate.ts`, like every other command; `npm run curate` takes the faster way in.
await import('./curate.mjs')
export {}

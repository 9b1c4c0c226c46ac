const { runWorker } = await import('./send/work.ts')
await runWorker(process.argv.slice(2))
export {}

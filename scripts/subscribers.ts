const { runSubscribers } = await import('./subscribers/program.ts')
await runSubscribers(process.argv.slice(2))
export {}

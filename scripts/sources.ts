const { runSources } = await import('./sources/program.ts')
await runSources(process.argv.slice(2))
export {}

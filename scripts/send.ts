const { runSend } = await import('./send/program.ts')
await runSend(process.argv.slice(2))
export {}

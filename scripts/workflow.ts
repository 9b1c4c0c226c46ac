const { runWorkflow } = await import('./workflow/program.ts')
await runWorkflow(process.argv.slice(2))
export {}

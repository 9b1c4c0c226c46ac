import { Worker } from 'node:worker_threads'

const WATCH = `
const { workerData: parent } = require('node:worker_threads')
setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 500)`

/** Ends this process when its parent is gone, even from the middle of a loop that never ends. */
export function endWithParent(): void {
  new Worker(WATCH, { eval: true, workerData: process.ppid }).unref()
}

import fs from 'node:fs'
import path from 'node:path'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { HtmlValidate } from 'html-validate'

interface Task {
  readonly dist: string
  readonly files: readonly string[]
}

/** What is wrong with the pages, a line each; validating takes longer than all else, so every core has a share. */
export async function validatePages({ dist, files }: Task, threads: number): Promise<string[]> {
  const shares = Array.from({ length: threads }, (_, share) =>
    files.filter((_file, index) => index % threads === share),
  )
  const found = await Promise.all(shares.map((share) => runWorker({ dist, files: share })))
  return found.flat().sort()
}

function runWorker(task: Task): Promise<string[]> {
  const worker = new Worker(new URL(import.meta.url), { workerData: task })
  return new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

async function validate({ dist, files }: Task): Promise<string[]> {
  const validator = new HtmlValidate({ root: true, extends: ['html-validate:standard', 'html-validate:a11y'] })
  const errors: string[] = []
  for (const file of files) {
    const { results } = await validator.validateString(fs.readFileSync(path.join(dist, file), 'utf8'), file)
    for (const { messages } of results) {
      errors.push(...messages.map(({ ruleId, line, message }) => `${file}:${line} ${ruleId}: ${message}`))
    }
  }
  return errors
}

if (!isMainThread) parentPort?.postMessage(await validate(workerData as Task))

import { flushCompileCache } from 'node:module'
import { explainFeed } from '../core/feed/explain-feed.ts'
import { parseFeed } from '../core/feed/parse-feed.ts'
import { readFeed } from '../core/feed/read-feed.ts'
import { createTagger } from '../core/tag/tagger.ts'
import type { ReaderStart, ReaderTask } from './feed-reader.ts'
import { endWithParent } from './orphan-watch.ts'

let tagger = createTagger([])

function run(task: ReaderTask): Promise<unknown> {
  switch (task.verb) {
    case 'read':
      return readFeed(task.document, task.source, tagger.tag)
    case 'explain':
      return explainFeed(task.document, tagger.explain)
    case 'parse':
      return parseFeed(task.document)
  }
}

process.on('message', (task: ReaderTask | ReaderStart) => {
  if (task.verb === 'start') {
    tagger = createTagger(task.topics, task)
    return
  }
  void run(task).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ crash: error instanceof Error ? error.message : String(error) }),
  )
})
endWithParent()
// It never ends by itself, at which Node would do this.
flushCompileCache()
process.send?.('ready')

import { NO_TAGS } from '../core/item/tags.ts'
import { parseFeed } from '../core/feed/parse-feed.ts'
import { readFeed } from '../core/feed/read-feed.ts'
import type { ReaderTask } from './feed-reader.ts'
import { endWithParent } from './orphan-watch.ts'

process.on('message', (task: ReaderTask) => {
  void (task.verb === 'read' ? readFeed(task.document, task.source, () => NO_TAGS) : parseFeed(task.document)).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ crash: error instanceof Error ? error.message : String(error) }),
  )
})
endWithParent()
process.send?.('ready')

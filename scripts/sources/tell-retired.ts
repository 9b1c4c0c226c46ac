import { tellRetirement } from '../../src/core/source/retire-source.ts'
import type { Source } from '../../src/core/source/source.ts'
import type { Problem } from '../../src/core/text/problem.ts'
import { displaySource } from '../../src/io/source-files.ts'

/**
 * Says of a feed that somebody would follow that its source is retired: only an editor takes that back.
 *
 * @param where what names the feed
 */
export const tellRetired = (where: string, { id, url, retired }: Source, content: string): Problem => ({
  where,
  what: `the feed ${url} is that of ${id} (${displaySource(content, id)}), which is ${retired ? tellRetirement(retired) : 'followed'}`,
  remedy: `To follow it again, npm run sources -- resume ${id}`,
})

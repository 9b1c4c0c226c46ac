/** Where an issue is told of, in the order in which the posts are printed. */
export const NETWORKS = ['mastodon', 'bluesky', 'linkedin', 'slack'] as const
export type Network = (typeof NETWORKS)[number]

/** What a network takes in one post: how much, and of what, as `measurePost` counts it. */
export const LIMITS: Readonly<Record<Network, { readonly most: number; readonly unit: string }>> = {
  /** The default of a server: https://docs.joinmastodon.org/user/posting/#text */
  mastodon: { most: 500, unit: 'characters' },
  /** `maxGraphemes` of https://github.com/bluesky-social/atproto, lexicons/app/bsky/feed/post.json */
  bluesky: { most: 300, unit: 'graphemes' },
  /** What the field takes; LinkedIn does not say how it counts, so UTF-16 is, in which nothing is shorter. */
  linkedin: { most: 3_000, unit: 'characters' },
  /** The most that Slack advises for `text`, which it cuts at 40,000: https://docs.slack.dev/reference/methods/chat.postMessage */
  slack: { most: 4_000, unit: 'characters' },
}

/** Bytes of UTF-8 that Bluesky takes besides (`maxLength` there): a few hundred families of emoji are more. */
export const BLUESKY_BYTES = 3_000

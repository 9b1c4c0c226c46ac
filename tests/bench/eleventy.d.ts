// What we use of two packages that come without types.
declare module '@11ty/eleventy' {
  // eslint-disable-next-line no-restricted-exports -- it is how the package does it
  export default class Eleventy {
    constructor(input: string, output: string, options: Readonly<Record<string, unknown>>)
    write(): Promise<unknown>
  }
}
declare module 'markdown-it' {
  // eslint-disable-next-line no-restricted-exports -- it is how the package does it
  export default function markdownIt(): {
    readonly render: (markdown: string) => string
    readonly renderInline: (markdown: string) => string
  }
}

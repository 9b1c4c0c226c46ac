// What we use of two packages that come without types.
declare module '@11ty/eleventy' {
  export default class Eleventy {
    constructor(input: string, output: string, options: Readonly<Record<string, unknown>>)
    write(): Promise<unknown>
  }
}
declare module 'markdown-it' {
  export default function markdownIt(): { readonly renderInline: (markdown: string) => string }
}

import ts from 'typescript'

/** The language services that were made with the compiler below, oldest first. */
export const services: ts.LanguageService[] = []

/** TypeScript as it is, but for a note of each language service: astro's checker makes its own, and hands it to nobody. */
const observed = {
  ...ts,
  createLanguageService(...given: Parameters<typeof ts.createLanguageService>): ts.LanguageService {
    const service = ts.createLanguageService(...given)
    services.push(service)
    return service
  },
}

// What `require` gives of this file, which is how the checker loads a compiler.
export { observed as 'module.exports' }

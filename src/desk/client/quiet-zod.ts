import { z } from 'astro/zod'

/** Schemas try at their first use whether code may be made of text. On this page it may not, and each try is reported. */
z.config({ jitless: true })

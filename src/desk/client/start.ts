// First, as it must be said before any schema is made.
import './quiet-zod.ts'
import { startDesk } from './desk-page.ts'

const root = document.getElementById('desk')
if (root) void startDesk(root)

import { startDesk } from './desk-page.ts'

const root = document.getElementById('desk')
if (root) void startDesk(root)

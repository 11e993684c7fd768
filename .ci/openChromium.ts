import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** Finds Chromium: at CHROMIUM_PATH, or where Debian and others install it; `null` where there is none. */
export function chromiumPath(): string | null {
  const places = [
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ]
  return places.find((place) => place !== undefined && existsSync(place)) ?? null
}

/** Starts the installed Chromium; nothing is ever downloaded. Its sandbox needs rights that containers seldom give. */
export function openChromium(path: string): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: ['--no-sandbox'] })
}

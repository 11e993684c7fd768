/**
 * Is preloaded into a child: at its end it writes the memory and time that it took, as JSON, to the file that USAGE_FILE
 * names.
 */
import { writeFileSync } from 'node:fs'

process.once('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const cpuS = (userCPUTime + systemCPUTime) / 1e6
  writeFileSync(process.env['USAGE_FILE'] ?? '', JSON.stringify({ cpuS, peakMiB: maxRSS / 1024 }))
})

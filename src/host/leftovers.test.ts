import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { answerOf, contextOf, freshFolder } from './host.testing.ts'
import { createHostCore } from './hostCore.ts'
import { startHost } from './startHost.ts'

/** What kills and full disks leave, met with the real thing: a process that ended, a disk without room. */

const linux = process.platform === 'linux'

it.skipIf(!mayMount())(
  'makes no further call while answers cannot be kept, and keeps what came once there is room',
  async () => {
    const dir = await freshFolder()
    mkdirSync(join(dir, 'journal'))
    mount('-o', 'size=16k', 'tmpfs', join(dir, 'journal'))
    onTestFinished(() => void execFileSync('umount', ['-l', join(dir, 'journal')]))
    const host = await createHostCore({ dir, runKey: 'a', mode: 'off' })
    onTestFinished(() => host.close())
    await host.put('k1', answerOf('fits'), contextOf())
    const long = answerOf('x'.repeat(20_000))
    await expect(host.put('k2', long, contextOf())).rejects.toThrow('ENOSPC')
    expect(() => host.get(['k3'])).toThrow('ENOSPC')
    expect(host.get(['k1'])).toEqual([answerOf('fits')])
    mount('-o', 'remount,size=1m', join(dir, 'journal'))
    expect(host.get(['k3', 'k1'])).toEqual([null, answerOf('fits')])
    expect(host.get(['k2'])).toEqual([long])
    await host.close()
    const again = await createHostCore({ dir, runKey: 'a', mode: 'off' })
    expect(again.get(['k1', 'k2'])).toEqual([answerOf('fits'), long])
    await again.close()
  },
)

it.skipIf(!linux)('takes over from a process that has ended and was not waited for', async () => {
  // The shell turns into a program that waits for nobody, before its child ends.
  const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const ended = Number(String(line).trim())
  await expect.poll(() => readFileSync(`/proc/${ended}/status`, 'utf8'), { timeout: 10_000 }).toMatch(/^State:\tZ/m)
  const dir = await freshFolder()
  await mkdir(join(dir, 'journal'))
  await writeFile(join(dir, 'journal', 'a.jsonl.lock'), String(ended))
  const host = await createHostCore({ dir, runKey: 'a', mode: 'off' })
  expect(host.state.besides).toBeNull()
  await host.close()
})

it.skipIf(process.platform === 'win32')(
  'removes the sockets of killed runs, and leaves that of a living one',
  async () => {
    const host = await startHost({ dir: await freshFolder(), runKey: 'a', mode: 'off' })
    const base = dirname(dirname(host.address))
    const living = await startHost({ dir: await freshFolder(), runKey: 'a', mode: 'off' })
    onTestFinished(() => living.close())
    const killed = await mkdtemp(join(base, 'vr-'))
    const child = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(process.argv[1], () => console.log('x'))`,
      join(killed, 'host'),
    ])
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    const making = await mkdtemp(join(base, 'vr-'))
    onTestFinished(() => rmSync(making, { recursive: true, force: true }))
    await host.close()
    await expect(stat(killed)).rejects.toThrow('ENOENT')
    await expect(stat(making)).resolves.toBeDefined()
    await expect(stat(dirname(living.address))).resolves.toBeDefined()
  },
)

function mount(...args: string[]): void {
  execFileSync('mount', ['-t', 'tmpfs', ...args], { stdio: 'ignore' })
}

function mayMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'may-mount-'))
  try {
    mount('-o', 'size=4k', 'tmpfs', place)
    execFileSync('umount', [place])
    return true
  } catch {
    return false
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

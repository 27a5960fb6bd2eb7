// Opens the reference page in Chromium, as wide as a phone, and prints it. Usage: node reference-page.mjs PAGE CHROMIUM
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const [file, executablePath] = process.argv.slice(2)
const address = pathToFileURL(file).href
const browser = await chromium.launch({ executablePath })
try {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, offline: true })
  const complaints = []
  page.on('request', request => {
    if (request.url() !== address && !/^(data|blob):/.test(request.url())) complaints.push(`asks for ${request.url()}`)
  })
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))

  await page.goto(address)
  const expected = await page.evaluate(() =>
    Object.values(JSON.parse(document.getElementById('specification').textContent).paths)
      .flatMap(path => Object.values(path))
      .filter(node => node.operationId)
      .map(node => [node.operationId, node.summary, node.externalDocs.url])
      .sort())
  assert.ok(expected.length >= 132, `${expected.length} operations`)
  await page.locator('[id="operation/' + expected.at(-1)[0] + '"] h2').waitFor({ state: 'attached' })

  const shown = await page.evaluate(() =>
    [...document.querySelectorAll('[id^="operation/"]')]
      .map(section => [
        section.id.slice('operation/'.length),
        section.querySelector('h2').innerText.trim(),
        section.querySelector('a[href*="/docs/apigateway-"]').href])
      .sort())
  assert.deepEqual(shown, expected, 'every operation is shown, with its summary and its page')

  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.equal(width, 390, 'nothing is wider than a phone')

  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('.http-verb + span')].filter(path => path.scrollWidth > path.clientWidth).map(path => path.innerText))
  assert.deepEqual(cut, [], 'no path is cut off')

  const pdf = await page.pdf({ format: 'A4' })
  const printed = execFileSync('pdftotext', ['-', '-'], { input: pdf, maxBuffer: 2 ** 28 }).toString()
  const unprinted = expected.map(([id]) => id).filter(id => !new RegExp(`Operation\\s+${id}\\b`).test(printed))
  assert.deepEqual(unprinted, [], 'every operation is printed')

  await page.setViewportSize({ width: 1280, height: 844 })
  await page.getByRole('textbox', { name: 'Search' }).fill('associateUsagePlan')
  await page.locator('[data-role="search:results"]').getByText('Associate a usage plan').first().waitFor()

  assert.deepEqual(complaints, [], 'nothing is asked for and nothing goes wrong')
  console.log(`${shown.length} operations shown at 390 px, printed, and nothing loaded.`)
} finally {
  await browser.close()
}

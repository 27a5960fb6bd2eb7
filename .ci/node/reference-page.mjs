// Opens the reference page in Chromium, as wide as a phone, and prints it. Usage: node reference-page.mjs PAGE CHROMIUM
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
      .map(node => [node.operationId, node.summary, ...node['x-source'].map(source => source.page)])
      .sort())
  assert.ok(expected.length >= 132, `${expected.length} operations`)
  await page.locator('[id="operation/' + expected.at(-1)[0] + '"] h2').waitFor({ state: 'attached' })

  const shown = await page.evaluate(() =>
    [...document.querySelectorAll('[id^="operation/"]')]
      .map(section => [
        section.id.slice('operation/'.length),
        section.querySelector('h2').innerText.trim(),
        ...[...section.querySelectorAll('a[href*="/apigateway-"]')].map(link => link.href)])
      .sort())
  assert.deepEqual(shown, expected, 'every operation is shown, with its summary and each page that it was read from')

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
  await page.getByRole('textbox', { name: 'Search' }).fill('게이트웨이')
  await page.locator('[data-role="search:results"]').getByText('Reset a gateway response').first().waitFor()
  await page.locator('[data-role="search:results"]').getByText('Associate a usage plan').first().waitFor({ state: 'detached' })

  assert.deepEqual(complaints, [], 'nothing is asked for and nothing goes wrong')

  await runsNothingOfTheSpecification()
  console.log(`${shown.length} operations shown at 390 px, printed, nothing loaded, and nothing run but the page itself.`)
} finally {
  await browser.close()
}

/** Puts HTML that would run into the texts of the specification, with and without the policy of the page. */
async function runsNothingOfTheSpecification() {
  const hostile = '<img src=x onerror="ran(1)"><script>ran(2)</script><svg onload="ran(3)"></svg><b>bold</b>' +
    '<a href="javascript:ran(4)">link</a> [link](javascript:ran(5))'
  const original = readFileSync(file, 'utf8')
  const texts = /(id="specification">)(.*?)(<\/script>)/s
  const specification = JSON.parse(texts.exec(original)[2])
  specification.info.description = hostile
  for (const operation of Object.values(specification.paths).flatMap(path => Object.values(path))) {
    if (operation.operationId) operation.description = hostile
  }
  const json = JSON.stringify(specification).replaceAll('<', '\\u003c')
  const changed = original.replace(texts, (_, start, __, end) => start + json + end)
  const withoutPolicy = changed.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
  assert.notEqual(withoutPolicy, changed)

  const folder = mkdtempSync(join(tmpdir(), 'reference-'))
  try {
    for (const [name, text] of Object.entries({ changed, withoutPolicy })) {
      const copy = join(folder, `${name}.html`)
      writeFileSync(copy, text)
      const page = await browser.newPage({ offline: true })
      const ran = []
      await page.exposeFunction('ran', number => ran.push(number))
      await page.goto(pathToFileURL(copy).href)
      await page.locator('[id^="operation/"] b').first().waitFor({ state: 'attached' })
      for (const link of await page.locator('a', { hasText: /^link$/ }).all()) {
        await link.evaluate(element => element.click())
        if (ran.length) break
      }
      // What an image or a link would run has run by now.
      await page.waitForTimeout(500)
      assert.deepEqual(ran, [], `${name}: nothing of a text runs`)
      const left = await page.evaluate(() =>
        document.querySelectorAll('#reference [onerror], #reference [onload], #reference script, #reference [href^="javascript:"]').length)
      assert.equal(left, 0, `${name}: nothing of a text could run`)
      await page.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

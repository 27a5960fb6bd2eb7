#!/usr/bin/env python3
"""Writes the figures of docs/performance.json into docs/performance.md and docs/performance.svg."""
import json
import math
import pathlib

DOCS = pathlib.Path(__file__).parent
HAND = 'HttpClient 5'
OTHERS = {  # contender: shape, colour
    'client': ('circle', '#0550ae'),
    'customised client': ('ring', '#0550ae'),
    'JDK client': ('square', '#bc4c00'),
    'plain Feign': ('diamond', '#57606a'),
}
HOW = {'threads 1': '1 thread', 'threads 8': '8 threads', 'threads 64': '64 threads', 'virtual 64': '64 virtual threads'}


def find(rows, contender, how=None, key='ratio'):
    """The number of one contender, None where it was not measured."""
    for row in rows:
        if row['contender'] == contender and how in (None, row['how']) and key in row:
            return row[key]
    return None


def measures(run):
    """Name, target for the client, target for the customised client, and how often the work by hand each takes."""
    hows = [how for how in HOW if find(run['calls'], HAND, how)]

    def ratios(rows, how):
        return {name: find(rows, name, how) for name in OTHERS}

    def bytes_of(name):
        mine = find(run['jmh'], name, 'threads 1', 'bytes')
        return mine and mine / find(run['jmh'], HAND, 'threads 1', 'bytes')

    targets = {'threads 1': (1.15, 1.6), 'threads 8': (1 / 0.9, None)}
    for how in hows:
        yield ('Call, ' + HOW[how], *targets.get(how, (None, None)), ratios(run['calls'], how))
    yield 'Bytes allocated per call', 1.5, None, {name: bytes_of(name) for name in OTHERS}
    yield 'First answer of a program', 1.25, None, ratios(run['firstAnswer'], None)
    yield 'Stream of 100,000 rows', None, None, ratios(run['stream'], 'rows 100000')
    yield 'Signing, against Mac.doFinal', 1.25, None, {'client': find(run['signing'], 'SignatureV2')}


def table(head, rows):
    lines = ['| ' + ' | '.join(head) + ' |', '| --- |' + ' ---: |' * (len(head) - 1)]
    lines += ['| ' + ' | '.join(str(cell) for cell in row) + ' |' for row in rows]
    return '\n'.join(lines) + '\n'


def ratio(value):
    return '' if value is None else f'{value:.2f}'


def number(value):
    return '' if value is None else f'{value:,.0f}' if value >= 100 else f'{value:.1f}'


def section(jdk, run):
    yield f'### JDK {jdk}\n'
    length = 'a quick run, which only shows that the benchmark works' if run['quick'] else 'a full run'
    yield (f'{run["java"]}, {run["os"]}, {run["processors"]} processors, load average before the run {run["load"]:.1f}; '
           f'{length}. HttpClient 5 by hand is 1; lower is better.\n')
    yield table(['against HttpClient 5 by hand', *OTHERS, 'targets'], (
        [name, *(ratio(values.get(other)) for other in OTHERS),
         ', '.join(f'{who}≤ {value:.3g}' for who, value in (('', mine), ('customised ', customised)) if value)]
        for name, mine, customised, values in measures(run)))
    low, high = (find(run['calls'], 'client', 'threads 8', key) for key in ('ratioLow', 'ratioHigh'))
    rate = 1 / find(run['calls'], 'client', 'threads 8')
    yield (f'On 8 threads, the client reaches {rate:.2f} times the rate of the work by hand (target: at least 0.90). In the middle '
           f'half of the rounds this was {1 / high:.2f} to {1 / low:.2f}.\n')
    yield 'Absolute numbers, each from its own JVM under JMH:\n'
    cells = []
    for row in run['jmh']:
        if 'meanMicros' in row:
            rate = find(run['jmh'], row['contender'], row['how'], 'callsPerSecond')
            cells.append([f'{row["contender"]}, {HOW[row["how"]]}', number(row['meanMicros']), number(row['p50Micros']),
                          number(row['p99Micros']), number(row['bytes']), number(rate)])
    yield table(['', 'mean, µs', 'p50, µs', 'p99, µs', 'bytes', 'a second'], cells)
    yield 'The stream, with a heap of 48 MB: live memory after a tenth of the rows, and its maximum after that:\n'
    totals = (25000, 50000, 100000)
    heap = {row['contender']: row['bytes'] for row in run['heap']}
    rows = []
    for name, alive in heap.items():
        millis = [find(run['stream'], name, f'rows {total}', 'micros') / 1000 for total in totals]
        rows.append([name, *map(number, millis), ratio(millis[-1] / millis[0]), f'{alive[0] / 1e6:.1f}', f'{max(alive) / 1e6:.1f}'])
    yield table(['rows', *(f'{total:,}, ms' for total in totals), 'last / first', 'live, MB', 'maximum, MB'], rows)
    yield 'From the start of a JVM to the first answer, in ms:\n'
    yield table(['', 'ms'], ([row['contender'], number(row['micros'] / 1000)] for row in run['firstAnswer']))


def mark(shape, colour, x, y):
    return {
        'circle': f'<circle cx="{x}" cy="{y}" r="6" fill="{colour}"/>',
        'ring': f'<circle cx="{x}" cy="{y}" r="5" fill="white" stroke="{colour}" stroke-width="2.5"/>',
        'square': f'<rect x="{x - 5}" y="{y - 5}" width="10" height="10" fill="{colour}"/>',
        'diamond': f'<path d="M{x} {y - 7}l7 7l-7 7l-7 -7z" fill="{colour}"/>',
    }[shape]


def chart(runs):
    """One line for each measure, on a logarithmic axis of ratios."""
    lines = [(f'JDK {jdk}', None, {}) if row is None else (row[0], row[1], row[3])
             for jdk, run in runs.items() for row in [None, *measures(run)]]
    values = [value for _, _, line in lines for value in line.values() if value]
    ticks = [tick for tick in (0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 20, 50) if min(values) / 2 < tick < max(values) * 2]
    left, right, top = 230, 780, 64
    low, high = math.log(min(0.5, *values) * 0.9), math.log(max(2, *values) * 1.1)
    ticks = [tick for tick in ticks if low <= math.log(tick) <= high]
    bottom = top + 30 * len(lines)

    def at(value):
        return round(left + (right - left) * (math.log(value) - low) / (high - low), 1)

    def text(x, y, words, more=''):
        return f'<text x="{x}" y="{y}" {more}>{words}</text>'

    yield (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 {bottom + 44}" font-family="sans-serif" font-size="13" '
           'fill="#1f2328" role="img" aria-label="Ratios to HttpClient 5 by hand; the table has the numbers">')
    yield f'<rect width="800" height="{bottom + 44}" fill="white"/>'
    yield text(12, 24, 'Times as much as by hand on HttpClient 5 (lower is better)', 'font-size="16" font-weight="bold"')
    x = 20
    for name, (shape, colour) in OTHERS.items():
        yield mark(shape, colour, x, 44) + text(x + 12, 49, name)
        x += 50 + 8 * len(name)
    yield f'<path d="M{x} 37v14" stroke="#1a7f37" stroke-width="3"/>' + text(x + 8, 49, 'target')
    for tick in ticks:
        colour = '#1f2328' if tick == 1 else '#d0d7de'
        yield f'<path d="M{at(tick)} {top}V{bottom}" stroke="{colour}"/>'
        yield text(at(tick), bottom + 18, f'{tick}×', 'text-anchor="middle"')
    for index, (name, target, line) in enumerate(lines):
        y = top + 30 * index + 15
        yield text(12, y + 5, name, '' if line else 'font-weight="bold"')
        if target:
            yield f'<path d="M{at(target)} {y - 10}v20" stroke="#1a7f37" stroke-width="3"/>'
        for other in reversed(OTHERS):
            if line.get(other):
                yield mark(*OTHERS[other], at(line[other]), y)
    yield '</svg>\n'


def main():
    runs = json.loads((DOCS / 'performance.json').read_text(encoding='utf-8'))
    runs = dict(sorted(runs.items(), key=lambda run: int(run[0])))
    page = DOCS / 'performance.md'
    before, rest = page.read_text(encoding='utf-8').split('<!-- results -->\n')
    after = rest.split('<!-- end of results -->')[1]
    results = '\n'.join(line for jdk, run in runs.items() for line in section(jdk, run))
    page.write_text(f'{before}<!-- results -->\n\n{results}\n<!-- end of results -->{after}', encoding='utf-8')
    (DOCS / 'performance.svg').write_text('\n'.join(chart(runs)), encoding='utf-8')


main()

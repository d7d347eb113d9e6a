import chromium from '@sparticuz/chromium'
import { chromium as pw } from 'playwright-core'
import { readFileSync } from 'node:fs'
const {url,setupUrl}=JSON.parse(readFileSync(process.argv[2])); const b=await pw.launch({executablePath: await chromium.executablePath(), args:['--no-sandbox','--disable-gpu','--headless=shell','--single-process'].slice(0,3), headless:true})
const ctx=await b.newContext({viewport:{width:1280,height:900}}); const p=await ctx.newPage(); p.on('console',m=>console.log('console',m.type(),m.text())); p.on('pageerror',e=>console.log('pageerror',e.message)); p.on('dialog',d=>console.log('DIALOG'))
await p.goto(url+"/sign-in"); await p.fill("input[type=email]","a@b.c"); await p.fill("input[type=password]","secret123"); await p.click("button[type=submit]"); await p.waitForTimeout(500); console.log(p.url()); await p.screenshot({path:'/tmp/s-connect.png'})
await p.goto(url+'/issues'); await p.waitForTimeout(300); await p.screenshot({path:'/tmp/s-issues.png'})
const href=await p.locator('a.issue-link').first().getAttribute('href'); await p.goto(new URL(href,url).href); await p.waitForTimeout(300); await p.screenshot({path:'/tmp/s-issue.png', fullPage:true})
await p.goto(url+'/usage'); await p.waitForTimeout(300); await p.screenshot({path:'/tmp/s-usage.png', fullPage:true})
await p.emulateMedia({colorScheme:'dark'}); await p.goto(new URL(href,url).href); await p.waitForTimeout(300); await p.screenshot({path:'/tmp/s-issue-dark.png'}); await p.setViewportSize({width:390,height:844}); await p.screenshot({path:'/tmp/s-issue-narrow.png'}); await p.goto(url+'/issues'); await p.waitForTimeout(300); await p.screenshot({path:'/tmp/s-issues-narrow.png'})
await b.close()

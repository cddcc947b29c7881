// Reads calendars with ical.js: from a list of {calendar, asked} on standard input to a list of
// {events, instants} on standard output, moments as seconds since 1970. `asked` are wall-clock times in the
// first zone of the file. A time is only ever put into a zone that its own file holds; any other is an error.
//   node read.mjs FOLDER    (FOLDER holds node_modules/ical.js)

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const ICAL = createRequire(join(resolve(process.argv[2]), "here.js"))("ical.js");
const DATE_TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/;

function unix(time, zones) {
  if (time.isDate || (time.zone !== ICAL.Timezone.utcTimezone && !zones.includes(time.zone.component))) {
    throw new Error(`${time} is not in a zone of the file`);
  }
  return time.toUnixTime();
}

function wallClock(text, zone) {
  const [year, month, day, hour, minute, second] = DATE_TIME.exec(text).slice(1).map(Number);
  return new ICAL.Time({ year, month, day, hour, minute, second }, zone);
}

function read({ calendar, asked }) {
  const root = new ICAL.Component(ICAL.parse(calendar));
  const zones = root.getAllSubcomponents("vtimezone");
  if (root.name !== "vcalendar" || !zones.length) {
    throw new Error("not one calendar with its zones");
  }
  ICAL.TimezoneService.reset();
  zones.forEach((zone) => ICAL.TimezoneService.register(zone));
  const events = root.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component, { strictExceptions: true });
    const start = unix(event.startDate, zones);
    const alarms = component.getAllSubcomponents("valarm");
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description,
      status: component.getFirstPropertyValue("status"),
      sequence: event.sequence,
      start,
      end: unix(event.endDate, zones),
      rings: alarms.map((alarm) => start + alarm.getFirstPropertyValue("trigger").toSeconds()),
    };
  });
  const zone = new ICAL.Timezone(zones[0]);
  return { events, instants: asked.map((text) => unix(wallClock(text, zone), zones)) };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));

// node parse.mjs ICAL_JS FOLDER: what ical.js reads in each .ics of a folder, as JSON by file name.
// Zones are those of the file: ical.js knows no others.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [library, folder] = process.argv.slice(2);
const { default: ICAL } = await import(pathToFileURL(library));

const text = (event, name) => event.component.getFirstPropertyValue(name);

function seconds(time) {
  if (time.zone === ICAL.Timezone.localTimezone) throw new Error(`floating: ${time}`);
  return time.toUnixTime();
}

function events(file) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, file), "utf8")));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      start: seconds(event.startDate),
      end: seconds(event.endDate),
      summary: event.summary,
      description: event.description,
      location: event.location,
      sequence: event.sequence,
      status: text(event, "status"),
    };
  });
}

const files = readdirSync(folder).filter((file) => file.endsWith(".ics"));
process.stdout.write(JSON.stringify(Object.fromEntries(files.map((file) => [file, events(file)]))));

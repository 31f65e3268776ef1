# fish completion for bookctl. Written by `bookctl completion fish`; do not edit.

# What can follow a command: its options, those that take a value (NAME:KIND), the kinds of its arguments, its verbs.
function __bookctl_command --no-scope-shadowing
    set options $general
    set valued -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none
    set kinds
    set verbs
    switch "$argv"
        case ''
            set -a options --version\t'Which bookctl this is'
        case 'agenda'
            set -p options --resource\t'A resource it must have (may be repeated).' --all\t'Cancelled and declined ones too.' -r\t'A resource it must have (may be repeated).'
            set -p valued -r:resource --resource:resource
            set kinds range
        case 'board'
            set -p options --resource\t'A resource it must have (may be repeated).' --kind\t'Only staff, room, device (may be repeated).' -r\t'A resource it must have (may be repeated).'
            set -p valued -r:resource --resource:resource --kind:nature -F:format-board --format:format-board
            set kinds range
        case 'free'
            set -p options --resource\t'A resource it must have (may be repeated).' --addon\t'An add-on (may be repeated).' --customer\t'Whose usual person comes first.' --limit\t'At most so many.' -r\t'A resource it must have (may be repeated).' -a\t'An add-on (may be repeated).' -c\t'Whose usual person comes first.' -l\t'At most so many.'
            set -p valued -r:resource --resource:resource -a:service --addon:service -c:customer --customer:customer -l:none --limit:none
            set kinds service range
        case 'book'
            set -p options --resource\t'A resource it must have (may be repeated).' --addon\t'An add-on (may be repeated).' --minutes\t'Another length than usual.' --seats\t'Seats in a class.' --status\t'confirmed, requested or held.' --price\t'Another price than usual.' --answer\t'An answer to a question (may be repeated).' --coupon\t'A code that changes the price.' --cover\t'The purchase that pays for it, or \'none\'.' --project\t'What it is billed under.' --hold\t'Hold it so many minutes only.' --source\t'Where it came from: phone, wechat.' --request-id\t'Given twice, it is booked once.' --force\t'Override a rule; the reason is kept.' --own\t'The customer does it themself: no rule can be overridden.' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -r\t'A resource it must have (may be repeated).' -a\t'An add-on (may be repeated).' -q\t'An answer to a question (may be repeated).' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued -r:resource --resource:resource -a:service --addon:service --minutes:none --seats:none --status:status --price:none -q:none --answer:none --coupon:none --cover:none --project:none --hold:none --source:none --request-id:none --force:none
            set kinds customer service none
        case 'why'
            set -p options --resource\t'A resource it must have (may be repeated).' --addon\t'An add-on (may be repeated).' --customer\t'Whose usual person comes first.' -r\t'A resource it must have (may be repeated).' -a\t'An add-on (may be repeated).' -c\t'Whose usual person comes first.'
            set -p valued -r:resource --resource:resource -a:service --addon:service -c:customer --customer:customer
            set kinds service none
        case 'move'
            set -p options --resource\t'A resource it must have (may be repeated).' --force\t'Override a rule; the reason is kept.' --own\t'The customer does it themself: no rule can be overridden.' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -r\t'A resource it must have (may be repeated).' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued -r:resource --resource:resource --force:none
            set kinds entry none
        case 'cancel'
            set -p options --reason\t'Why; kept in the history.' --force\t'Override a rule; the reason is kept.' --own\t'The customer does it themself: no rule can be overridden.' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued --reason:none --force:none
            set kinds entry
        case 'mark'
            set -p options --minutes\t'How long it really took; with done.' --reason\t'Why; kept in the history.' --force\t'Override a rule; the reason is kept.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --minutes:none --reason:none --force:none
            set kinds booking mark
        case 'show'
            set -p options --at\t'As the book stood then.'
            set -p valued --at:none
            set kinds entry
        case 'find'
            set -p options --limit\t'At most so many.' -l\t'At most so many.'
            set -p valued -l:none --limit:none
            set kinds none+
        case 'inbox'
            set -p options --mine\t'Only what --by, or you, can agree to.'
        case 'price'
            set -p options --addon\t'An add-on (may be repeated).' --customer\t'Whose tier counts.' --coupon\t'A code that changes the price.' -a\t'An add-on (may be repeated).' -c\t'Whose tier counts.'
            set -p valued -a:service --addon:service -c:customer --customer:customer --coupon:none
            set kinds service none
        case 'pay'
            set -p options --method\t'cash, card, wechat, in your own words.' --kind\t'payment, deposit, refund or tip.' --reason\t'Why; never personal data.' --dry-run\t'Show what would change, as a diff; change nothing.' -m\t'cash, card, wechat, in your own words.' -k\t'payment, deposit, refund or tip.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued -m:none --method:none -k:none --kind:none --reason:none
            set kinds about none
        case 'rate'
            set -p options --recommend\t'Would they recommend us: 0 to 10.' --text\t'In their words; kept with the customer.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --recommend:none --text:none
            set kinds entry none
        case 'answer'
            set -p options --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set kinds entry none+
        case 'note'
            set -p options --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set kinds about none
        case 'resource list'
            set -p options --all\t'Retired ones too.'
        case 'resource show'
            set kinds resource
        case 'resource add'
            set -p options --name\t'Free text in any script.' --kind\t'staff, room, device, bay.' --skill\t'What it can do (may be repeated).' --hours\t'\'mon-fri 09:00-12:00 13:00-18:00\' (may be repeated).' --capacity\t'Units in use at one time.' --before\t'Minutes of preparation.' --after\t'Minutes of clean-up.' --zone\t'IANA zone of its hours, if not the ledger\'s.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --name:none --kind:nature --skill:none --hours:none --capacity:none --before:none --after:none --zone:none
            set kinds none
        case 'resource edit'
            set -p options --name\t'Free text in any script.' --kind\t'staff, room, device, bay.' --skill\t'What it can do (may be repeated).' --hours\t'\'mon-fri 09:00-12:00 13:00-18:00\' (may be repeated).' --capacity\t'Units in use at one time.' --before\t'Minutes of preparation.' --after\t'Minutes of clean-up.' --zone\t'IANA zone of its hours, if not the ledger\'s.' --unset\t'Back to the default.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --name:none --kind:nature --skill:none --hours:none --capacity:none --before:none --after:none --zone:none --unset:none
            set kinds resource
        case 'resource away'
            set -p options --reason\t'Why, as a person would say it.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --reason:none
            set kinds resource none
        case 'resource retire'
            set -p options --on\t'The first day without it; else today.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --on:none
            set kinds resource
        case 'service list'
            set -p options --all\t'Retired ones too.'
        case 'service show'
            set kinds service
        case 'service add'
            set -p options --name\t'Free text in any script.' --minutes\t'How long it lasts.' --price\t'In the ledger\'s currency.' --need\t'skill:deep-tissue or kind:room,after=15 (may be repeated).' --category\t'Up to three levels, the widest first.' --addon\t'An add-on it takes (may be repeated).' --is-addon\t'Only booked on top of another service.' --seats\t'A class of so many seats.' --min-seats\t'How many must join for it to run.' --decide\t'So long ahead too few joined cancels a class.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --name:none --minutes:none --price:none --need:none --category:none --addon:service --seats:none --min-seats:none --decide:none
            set kinds none
        case 'service edit'
            set -p options --name\t'Free text in any script.' --minutes\t'How long it lasts.' --price\t'In the ledger\'s currency.' --need\t'skill:deep-tissue or kind:room,after=15 (may be repeated).' --category\t'Up to three levels, the widest first.' --addon\t'An add-on it takes (may be repeated).' --seats\t'A class of so many seats.' --min-seats\t'How many must join for it to run.' --decide\t'So long ahead too few joined cancels a class.' --unset\t'Back to the default.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --name:none --minutes:none --price:none --need:none --category:none --addon:service --seats:none --min-seats:none --decide:none --unset:none
            set kinds service
        case 'service retire'
            set -p options --on\t'The first day without it; else today.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --on:none
            set kinds service
        case 'customer import'
            set -p options --map\t'A ready mapping, or a file of your own (.toml).' --mapping\t'A ready mapping, or a file of your own (.toml).' --sheet\t'The sheet of a workbook; else the first.' --encoding\t'As in gb18030; else found out.' --dates\t'day-first or month-first, for 03/04/1990.' --keep\t'Put it into the customer\'s own fields, as COLUMN=KEY under another name; * is all unknown ones (may be repeated).' --update\t'Fill in what the book lacks of known customers.' --overwrite\t'As --update, and where the two differ the file is right.' --shared\t'One number under two names is two people.' --skip\t'Take the good rows, tell the others.' --dry-run\t'Show what would be taken; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would be taken; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued --map:none --mapping:none --sheet:none --encoding:none --dates:none --keep:booking
            set kinds none
        case 'customer find'
            set -p options --limit\t'At most so many.' -l\t'At most so many.'
            set -p valued -l:none --limit:none
            set kinds none+
        case 'customer segment'
            set -p options --name\t'With add: as a person would say it.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --name:none
            set kinds none none none+
        case 'customer list'
            set kinds none
        case 'customer show'
            set -p options --file\t'The record\'s file as it stands.'
            set kinds customer
        case 'customer export'
            set kinds customer
        case 'customer alert'
            set -p options --kind\t'allergy, contraindication, health, access or other.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --kind:none
            set kinds customer none
        case 'customer merge'
            set -p options --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set kinds customer none
        case 'customer add'
            set -p options --name\t'Free text in any script.' --phone\t'Digits, spaces and + - ( ).' --email\t'One address.' --tag\t'Your own word (may be repeated).' --prefers\t'A resource they usually want (may be repeated).' --language\t'en or zh.' --birthday\t'1990-05-17.' --source\t'How they found the practice.' --shared\t'Another customer may have the same number or address.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --name:none --phone:none --email:none --tag:none --prefers:resource --language:language --birthday:none --source:none
        case 'customer edit'
            set -p options --name\t'Free text in any script.' --phone\t'Digits, spaces and + - ( ).' --email\t'One address.' --tag\t'Your own word (may be repeated).' --prefers\t'A resource they usually want (may be repeated).' --language\t'en or zh.' --birthday\t'1990-05-17.' --source\t'How they found the practice.' --shared\t'Another customer may have the same number or address.' --unset\t'Back to the default.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --name:none --phone:none --email:none --tag:none --prefers:resource --language:language --birthday:none --source:none --unset:none
            set kinds customer
        case 'customer retire'
            set -p options --on\t'From which day; else today.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --on:none
            set kinds customer
        case 'session list'
            set kinds range
        case 'session show'
            set kinds session
        case 'session decide'
            set -p options --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set kinds session
        case 'session add'
            set -p options --resource\t'A resource it must have (may be repeated).' --seats\t'Another number than usual.' --min-seats\t'How many must join.' --force\t'Override a rule; the reason is kept.' --dry-run\t'Show what would change, as a diff; change nothing.' -r\t'A resource it must have (may be repeated).' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued -r:resource --resource:resource --seats:none --min-seats:none --force:none
            set kinds service none
        case 'session edit'
            set -p options --seats\t'How many may join.' --min-seats\t'How many must join.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --seats:none --min-seats:none
            set kinds session
        case 'session retire'
            set -p options --reason\t'Why; kept in the history.' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued --reason:none
            set kinds session
        case 'session join'
            set -p options --seats\t'How many seats.' --cover\t'The purchase that pays for it, or \'none\'.' --coupon\t'A code that changes the price.' --answer\t'An answer to a question (may be repeated).' --force\t'Override a rule; the reason is kept.' --own\t'The customer does it themself: no rule can be overridden.' --dry-run\t'Show what would change, as a diff; change nothing.' -q\t'An answer to a question (may be repeated).' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --seats:none --cover:none --coupon:none -q:none --answer:none --force:none
            set kinds session customer
        case 'session leave'
            set -p options --reason\t'Why; kept in the history.' --force\t'Override a rule; the reason is kept.' --own\t'The customer does it themself: no rule can be overridden.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --reason:none --force:none
            set kinds session customer
        case 'wait list'
            set -p options --all\t'Those too who were served, stopped waiting or waited in vain.'
        case 'wait show'
            set kinds none
        case 'wait add'
            set -p options --hours\t'Only starts then: \'mon-fri 17-20\' (may be repeated).' --resource\t'A resource it must have (may be repeated).' --session\t'A seat in this class and no other.' --seats\t'How many seats of a class.' --anyway\t'Wait although something is free.' --dry-run\t'Show what would change, as a diff; change nothing.' -r\t'A resource it must have (may be repeated).' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --hours:none -r:resource --resource:resource --session:session --seats:none
            set kinds customer service none
        case 'wait offer'
            set -p options --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set kinds none
        case 'wait drop'
            set -p options --reason\t'Why; kept in the book.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --reason:none
            set kinds none
        case 'series list'
            set -p options --all\t'Those that are over too.'
        case 'series show'
            set kinds none
        case 'series add'
            set -p options --resource\t'A resource it must have (may be repeated).' --addon\t'An add-on (may be repeated).' --minutes\t'Another length than usual.' --seats\t'A class: how many seats.' --project\t'What it is billed under.' --coupon\t'A code that changes the price.' --cover\t'The purchase that must pay for each date, or \'none\'.' --source\t'Where it came from: phone, wechat.' --skip-conflicts\t'Leave out the dates that cannot be had, and tell them.' --force\t'Override a rule; the reason is kept.' --own\t'The customer does it themself: no rule can be overridden.' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -r\t'A resource it must have (may be repeated).' -a\t'An add-on (may be repeated).' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued -r:resource --resource:resource -a:service --addon:service --minutes:none --seats:none --project:none --coupon:none --cover:none --source:none --force:none
            set kinds none+
        case 'series move'
            set -p options --scope\t'one, following or all.' --force\t'Override a rule; the reason is kept.' --own\t'The customer does it themself: no rule can be overridden.' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued --scope:none --force:none
            set kinds none none
        case 'series cancel'
            set -p options --scope\t'one, following or all.' --reason\t'Why; kept in the history.' --force\t'Override a rule; the reason is kept.' --own\t'The customer does it themself: no rule can be overridden.' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued --scope:none --reason:none --force:none
            set kinds none
        case 'series edit'
            set -p options --scope\t'one, following or all.' --resource\t'A resource it must have (may be repeated).' --price\t'Another price.' --project\t'What it is billed under.' --seats\t'A class: how many seats.' --force\t'Override a rule; the reason is kept.' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -r\t'A resource it must have (may be repeated).' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued --scope:none -r:resource --resource:resource --price:none --project:none --seats:none --force:none
            set kinds none
        case 'series extend'
            set -p options --skip-conflicts\t'Leave out the dates that cannot be had.' --force\t'Override a rule; the reason is kept.' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued --force:none
            set kinds none none
        case 'series stop'
            set -p options --from\t'From which day on; else today.' --reason\t'Why; kept in the history.' --force\t'Override a rule; the reason is kept.' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued --from:none --reason:none --force:none
            set kinds none
        case 'plan list'
            set -p options --all\t'Retired ones too.'
        case 'plan show'
            set kinds none
        case 'plan add'
            set -p options --name\t'Free text in any script.' --kind\t'pass, balance or membership.' --price\t'In the ledger\'s currency.' --sessions\t'A pass: how many visits.' --value\t'A balance: what it is worth, bonus included.' --service\t'What it covers (may be repeated); else all.' --valid\t'How long: 90d, 6mo, 1y; else for ever.' --freeze\t'How many days it may be frozen.' --tier\t'The tier of whoever holds it.' --dry-run\t'Show what would change, as a diff; change nothing.' -s\t'What it covers (may be repeated); else all.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --name:none --kind:none --price:none --sessions:none --value:none -s:none --service:none --valid:none --freeze:none --tier:none
            set kinds none
        case 'plan edit'
            set -p options --name\t'Free text in any script.' --price\t'In the ledger\'s currency.' --sessions\t'A pass: how many visits.' --value\t'A balance: what it is worth, bonus included.' --service\t'What it covers (may be repeated); else all.' --valid\t'How long: 90d, 6mo, 1y; else for ever.' --freeze\t'How many days it may be frozen.' --tier\t'The tier of whoever holds it.' --unset\t'Back to the default.' --dry-run\t'Show what would change, as a diff; change nothing.' -s\t'What it covers (may be repeated); else all.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --name:none --price:none --sessions:none --value:none -s:none --service:none --valid:none --freeze:none --tier:none --unset:none
            set kinds none
        case 'plan retire'
            set -p options --on\t'From which day; else today.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --on:none
            set kinds none
        case 'plan sell'
            set -p options --price\t'Another price than usual.' --method\t'How it was paid: cash, card, wechat.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --price:none --method:none
            set kinds customer none
        case 'plan sold'
            set -p options --all\t'Those that are used up, over or taken back too.'
            set kinds customer
        case 'plan freeze'
            set -p options --reason\t'Why; never personal data.' --force\t'Override a rule; the reason is kept.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --reason:none --force:none
            set kinds none none
        case 'plan void'
            set -p options --refund\t'What is given back for it.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --refund:none
            set kinds none
        case 'report'
            set -p options --from\t'The first day.' --to\t'The last day, included.' --by\t'day, week, month or quarter.' --compare\t'previous: beside the days before.' --where\t'Only these bookings, as in find.' --target\t'Utilisation aimed at, in percent.' --top\t'At most so many rows in rankings.'
            set -p valued --from:none --to:mark --by:none --compare:none --where:none --target:none --top:none
            set kinds none none
        case 'check'
            set -p options --strict\t'The strict checks too; warnings count.' --no-index\t'Read every file anew, trust no cache.'
            set -p valued -F:format-check --format:format-check
            set kinds check+
        case 'log'
            set -p options --limit\t'At most so many.' -l\t'At most so many.'
            set -p valued -l:none --limit:none
            set kinds entry
        case 'undo'
            set -p options --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
            set kinds none
        case 'redo'
            set -p options --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
        case 'adopt'
            set -p options --keep\t'Put a dropped booking back.' --drop\t'Let a dropped booking go.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --keep:booking --drop:booking
        case 'forget'
            set -p options --redact\t'Blot out name, phone and e-mail in bookings and money too.' --clean\t'Erase what this clone still keeps of a replaced history.' --push\t'Give the new history to every remote.' --dry-run\t'Say what would be rewritten; change nothing.' --yes\t'Do not ask first.' -n\t'Say what would be rewritten; change nothing.' -y\t'Do not ask first.'
            set kinds customer+
        case 'retain'
            set -p options --months\t'Instead of what [retention] says.' --debts\t'Also those who still owe, or have paid ahead.' --dry-run\t'List who is due and why; change nothing.' --yes\t'Do not ask first.' -n\t'List who is due and why; change nothing.' -y\t'Do not ask first.'
            set -p valued --months:none
        case 'doctor'
        case 'init'
            set -p options --timezone\t'IANA zone; else this machine\'s.' --currency\t'ISO 4217 code.' --name\t'The practice\'s name; else the folder\'s.' --locale\t'en or zh: the language of messages.' --no-git\t'Without git: no history, no undo.' --dry-run\t'Show what would be written; change nothing.' -n\t'Show what would be written; change nothing.'
            set -p valued --timezone:none --currency:none --name:none --locale:language
            set kinds folder
        case 'apply'
            set -p options --skip\t'Take what can be taken, tell the rest.' --stop-on-error\t'All or nothing (the usual way).' --dry-run\t'Show what would change, as a diff; change nothing.' --yes\t'Do not ask before changing three or more records.' -n\t'Show what would change, as a diff; change nothing.' -y\t'Do not ask before changing three or more records.'
        case 'feed list'
        case 'feed build'
            set -p options --to\t'Into this folder instead of public/.'
            set -p valued --to:mark
            set kinds check+
        case 'feed show'
            set kinds none
        case 'feed check'
            set kinds none
        case 'feed link'
            set -p options --for\t'Whose link it is; each can be ended on its own.' --url\t'Where the server is seen from outside.' --new\t'Instead of the link there is, which ends.'
            set -p valued --for:none --url:none
            set kinds none
        case 'feed links'
        case 'feed unlink'
            set -p options --for\t'Whose link it is; each can be ended on its own.'
            set -p valued --for:none
            set kinds none
        case 'feed publish'
            set -p options --dry-run\t'Show what would be put and deleted; change nothing.' -n\t'Show what would be put and deleted; change nothing.'
            set kinds none none+
        case 'rule list'
        case 'rule kit'
        case 'rule show'
            set kinds none
        case 'rule add'
            set -p options --channel\t'Another channel than email; the first that reaches them.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --channel:none
            set kinds none
        case 'rule pause'
            set -p options --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set kinds none
        case 'rule resume'
            set -p options --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set kinds none
        case 'rule test'
            set kinds none about
        case 'message list'
            set kinds none
        case 'message show'
            set kinds none
        case 'message outbox'
        case 'message retry'
            set -p options --yes\t'Do not ask first.' -y\t'Do not ask first.'
            set kinds none
        case 'message preview'
            set -p options --language\t'en or zh, instead of theirs.'
            set -p valued --language:language
            set kinds none about
        case 'message invite'
            set -p options --raw\t'The e-mail\'s exact bytes.' --send\t'Send it now over the e-mail channel.'
            set kinds entry
        case 'remind'
            set -p options --dry-run\t'Show what would go out; send and record nothing.' --status\t'Who sends, the last run, what comes next, what went wrong.' --catch-up\t'Send what piled up, too.' --mark-done\t'Take everything that is due as done; send nothing.' --take-over\t'Make this machine the one that sends.' -n\t'Show what would go out; send and record nothing.'
        case 'import busy'
            set -p options --name\t'What to call it; else the file\'s or server\'s name.' --remove\t'Forget the calendar of that name.' --allow-private\t'Fetch from addresses of this network, too.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --name:none
            set kinds resource none
        case 'import bookings'
            set -p options --map\t'A ready mapping, or a file of your own (.toml).' --service\t'The service of all rows.' --resource\t'A resource it must have (may be repeated).' --sheet\t'The sheet of a workbook; else the first.' --update\t'Take over what has changed at the source since.' --skip\t'Take the good rows, tell the others.' --force\t'Override a rule; the reason is kept.' --dry-run\t'Show what would be taken; change nothing.' --yes\t'Do not ask before changing three or more records.' -r\t'A resource it must have (may be repeated).' -n\t'Show what would be taken; change nothing.' -y\t'Do not ask before changing three or more records.'
            set -p valued --map:none --service:service -r:resource --resource:resource --sheet:none --force:none
            set kinds none
        case 'import mappings'
            set kinds none
        case 'import reply'
            set -p options --pipe\t'For a mail system: what is of no use exits 0, what may work later exits 75.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set kinds none
        case 'export'
            set -p options --show\t'In calendars: full, names or busy.'
            set -p valued --show:none
            set kinds none+
        case 'serve feeds'
            set -p options --host\t'The address to listen at.' --port\t'The port; 0 for any that is free.'
            set -p valued --host:none --port:none
        case 'cron show'
            set -p options --kind\t'crontab, systemd or launchd; else what is usual here.' --every\t'How often: 5m, 15m, 1h; it divides an hour or a day.'
            set -p valued --kind:none --every:none
        case 'cron install'
            set -p options --kind\t'crontab, systemd or launchd; else what is usual here.' --every\t'How often: 5m, 15m, 1h; it divides an hour or a day.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --kind:none --every:none
        case 'cron remove'
            set -p options --kind\t'crontab, systemd or launchd; else what is usual here.' --dry-run\t'Show what would change, as a diff; change nothing.' -n\t'Show what would change, as a diff; change nothing.'
            set -p valued --kind:none
        case 'completion'
            set kinds shell
        case 'help'
            set kinds page+
        case resource
            set verbs list\t'All of them' show\t'One of them' add\t'A new one' edit\t'Change one' away\t'Times when it is not there' retire\t'Not used any more; nothing is deleted'
        case service
            set verbs list\t'All of them' show\t'One of them' add\t'A new one' edit\t'Change one' retire\t'Not used any more; nothing is deleted'
        case customer
            set verbs import\t'From CSV or Excel' find\t'By a query: tags, visits, what is owed' segment\t'Customers by a saved query' list\t'All of them' show\t'One of them' export\t'All that the book holds of a person' alert\t'What must be known before working with the person' merge\t'Two records that are one person' add\t'A new one' edit\t'Change one' retire\t'Not used any more; nothing is deleted'
        case session
            set verbs list\t'All of them' show\t'One of them' decide\t'Whether enough have joined' add\t'A new one' edit\t'Change one' retire\t'Not used any more; nothing is deleted' join\t'Take seats for a customer' leave\t'Give a customer\'s seats back'
        case wait
            set verbs list\t'All of them' show\t'One of them' add\t'A new one' offer\t'Give freed time to who waits' drop\t'Does not wait any more'
        case series
            set verbs list\t'All of them' show\t'One of them' add\t'A new one' move\t'To another time, with those that follow' cancel\t'This date, with those that follow' edit\t'Change one' extend\t'Further dates by the same rule' stop\t'No dates from a day on'
        case plan
            set verbs list\t'All of them' show\t'One of them' add\t'A new one' edit\t'Change one' retire\t'Not used any more; nothing is deleted' sell\t'Sell one to a customer' sold\t'Who holds what, and what is left' freeze\t'Days on which it covers nothing; its end moves as far' void\t'Take back what is left'
        case feed
            set verbs list\t'All of them' build\t'Write the files' show\t'One of them' check\t'What apps would stumble over' link\t'A new secret address' links\t'Who has which address' unlink\t'End an address' publish\t'Keep a CalDAV server as the feed says'
        case rule
            set verbs list\t'All of them' kit\t'The rules that come along' show\t'One of them' add\t'A new one' pause\t'Keep it, but never due' resume\t'Due again' test\t'When it would be due for a booking, and whether it holds'
        case message
            set verbs list\t'All of them' show\t'One of them' outbox\t'What is on its way' retry\t'Try one again' preview\t'The text as it would be sent' invite\t'What would go to a customer\'s calendar'
        case import
            set verbs busy\t'Another calendar as busy time' bookings\t'Another program\'s bookings' mappings\t'The exports that are known' reply\t'A customer\'s answer to an invitation'
        case serve
            set verbs feeds\t'The calendars, behind their links'
        case cron
            set verbs show\t'One of them' install\t'Put it in place' remove\t'Take it away again'
    end
end

function __bookctl_alias
    switch $argv[1]
        case today
            echo agenda
        case reschedule
            echo move
        case resources
            echo resource
        case services
            echo service
        case customers
            echo customer
        case sessions
            echo session
        case waitlist
            echo wait
        case plans
            echo plan
        case reports
            echo report
        case feeds
            echo feed
        case rules
            echo rule
        case messages
            echo message
        case '*'
            echo $argv[1]
    end
end

# The kind of value that an option takes; nothing for a flag. A command's own come first.
function __bookctl_value --no-scope-shadowing
    set -l found (string match -- "$argv[1]:*" $valued)
    string replace -r '^[^:]*:' '' -- $found[1]
end

# Candidates of a kind. What is joined to its value by = stands before each.
function __bookctl_offer --argument-names kind current joined ledger
    switch $kind
        case about booking customer entry resource service session
            printf '%s\n' "$joined"(command bookctl _complete $kind "$current" "$ledger" 2>/dev/null </dev/null)
        case folder
            printf '%s\n' "$joined"(__fish_complete_directories "$current" '')
        case file
            printf '%s\n' "$joined"(__fish_complete_path "$current")
        case color
            printf '%s\n' "$joined"(printf '%s\n' auto always never)
        case format
            printf '%s\n' "$joined"(printf '%s\n' table plain json csv)
        case format-board
            printf '%s\n' "$joined"(printf '%s\n' table plain json svg)
        case format-check
            printf '%s\n' "$joined"(printf '%s\n' full concise json table plain)
        case language
            printf '%s\n' "$joined"(printf '%s\n' en zh)
        case mark
            printf '%s\n' "$joined"(printf '%s\n' arrived done no-show confirm decline)
        case nature
            printf '%s\n' "$joined"(printf '%s\n' staff room device)
        case range
            printf '%s\n' "$joined"(printf '%s\n' today tomorrow yesterday week month mon tue wed thu fri sat sun)
        case shell
            printf '%s\n' "$joined"(printf '%s\n' bash zsh fish powershell)
        case status
            printf '%s\n' "$joined"(printf '%s\n' confirmed requested held)
        case page
            printf '%s\n' "$joined"(printf '%s\n' agenda\t'What is booked, day by day (also: bookctl alone)' board\t'Days as lanes, one for each resource' free\t'The next free times for a service' book\t'Book a customer' why\t'Why a time is free or refused' move\t'Move a booking to another time' cancel\t'Cancel a booking' mark\t'Arrived, done, no-show, confirm, decline' show\t'One booking with its history, now or at an earlier time' find\t'Search bookings' inbox\t'What waits to be agreed to, paid or answered' price\t'What a service costs, line by line' pay\t'Payments, deposits, refunds and tips' rate\t'What a customer says of a visit' answer\t'Answers to a service\'s questions' note\t'A remark on a booking or customer' resource\t'People, rooms and devices' service\t'What can be booked' customer\t'The people who book' session\t'Classes on a date, with seats' wait\t'Who waits for a time or a seat that is taken' series\t'What comes again and again, and timetables of classes' plan\t'Passes, stored value and memberships' report\t'Figures: utilisation, revenue, staff, customers' check\t'Prove the whole book right' log\t'What was changed, when and by whom' undo\t'Take back the last change' redo\t'Put back what undo took away' adopt\t'Take in what was edited by hand' forget\t'Erase a person, from the history too' retain\t'Erase whoever did not come for long' doctor\t'Is everything set up as it should be' init\t'Start a new ledger' apply\t'Many requests as JSON lines, one commit' feed\t'Calendars that others subscribe to' rule\t'What happens by itself: reminders, follow-ups, nudges' message\t'What is sent to customers' remind\t'Send what is due: what cron runs' import\t'Other calendars, other programs\' bookings, answers to invitations' export\t'Bookings for calendars, spreadsheets and accounts' serve\t'Hand out feeds over HTTP' cron\t'Have cron, systemd or launchd run bookctl' completion\t'Completions for bash, zsh, fish and PowerShell' help\t'The manual, page by page' busy caldav channels checks dates exit-codes formats invitations ledger policy privacy queries reminders start subscribe templates waitlist)
        case check
            printf '%s\n' "$joined"(printf '%s\n' file\t'every file of the ledger can be read: no links, no devices, not too large' conflict\t'no file holds the markers of an unfinished merge' parse\t'every file is TOML' format\t'the ledger is not newer than this bookctl' schema\t'every record has the keys it needs, no others, and values that make sense' busy\t'the time in other calendars stands as bookctl writes it' dropped\t'no hand edit lost a booking that the last commit has' stray\t'no file stands where bookctl would not read it' ids\t'no two bookings, sessions or customers share an id, no two payments or purchases' references\t'every service, customer and resource that is named exists' page\t'every record stands on the page of the local day it starts on, in order of start' overlap\t'at no instant is more of a resource in use than it has' seats\t'a session has no more seats taken than it has; each seat is of its service and time' lifecycle\t'each status follows from its history, step by step and in order of time' price\t'no amount is negative or has more decimals than the currency' cover\t'no purchase pays for more than it is worth, nor for anybody else' practice\t'tiers, prices, approvals, plans and series name only what exists' rules\t'every channel and template that a rule names exists' messages\t'no message is recorded twice' waiting\t'who waits is known, and waits for something that there is' epoch\t'nobody who was forgotten is here again, nor a history that was replaced' segments\t'the query of every segment reads' answers\t'every question can be asked and answered, and every answer has its question' hours\t'nothing is booked outside the open hours of what it uses, unless forced' offset\t'the offset of every start and end is the one of its zone' contact\t'every customer can be reached, by a number and address of their own' unused\t'for every need of a service there is something that meets it' past-open\t'what is over is marked: done, no-show or cancelled')
    end
end

function __bookctl_complete
    set -l general --ledger\t'The ledger\'s folder' --format\t'How to print' --output\t'Write there instead of the terminal' --now\t'Another clock' --color\t'When to colour' --width\t'Cells in a line' --by\t'Who asks' --ascii\t'No other characters than ASCII' --quiet\t'Only data and errors' --help\t'The manual\'s page' -L\t'The ledger\'s folder' -F\t'How to print' -o\t'Write there instead of the terminal' -q\t'Only data and errors' -h\t'The manual\'s page'
    set -l typed (commandline -opc)
    set -l current (commandline -ct)
    set current (string unescape -- $current 2>/dev/null; or echo -- $current)
    set -l path
    set -l kind
    set -l before
    set -l ledger ''
    set -l ended
    set -l place 1
    set -l options
    set -l valued
    set -l kinds
    set -l verbs
    __bookctl_command
    for word in $typed[2..-1]
        if test -n "$kind"
            contains -- $before -L --ledger
            and set ledger $word
            set kind
        else if test -n "$ended"; or not string match -q -- '-?*' "$word"
            if not set -q path[1]
                set path (__bookctl_alias "$word")
                __bookctl_command $path
            else if set -q verbs[1]
                set -a path "$word"
                __bookctl_command $path
            else
                set place (math $place + 1)
            end
        else if test "$word" = --
            set ended 1
        else if string match -qr -- '^(-L|--ledger)=' $word
            set ledger (string replace -r -- '^[^=]*=' '' $word)
        else
            set before $word
            set kind (__bookctl_value $word)
        end
    end
    if test -n "$kind"
        __bookctl_offer $kind "$current" '' "$ledger"
    else if test -z "$ended"; and string match -qr -- '^-.*=' "$current"
        set -l named (string replace -r -- '=.*' '' $current)
        set kind (__bookctl_value $named)
        __bookctl_offer "$kind" (string replace -r -- '^[^=]*=' '' $current) $named= "$ledger"
    else if test -z "$ended"; and string match -q -- '-*' "$current"
        printf '%s\n' $options
    else if not set -q path[1]
        printf '%s\n' agenda\t'What is booked, day by day (also: bookctl alone)' today\t'What is booked, day by day (also: bookctl alone)' board\t'Days as lanes, one for each resource' free\t'The next free times for a service' book\t'Book a customer' why\t'Why a time is free or refused' move\t'Move a booking to another time' reschedule\t'Move a booking to another time' cancel\t'Cancel a booking' mark\t'Arrived, done, no-show, confirm, decline' show\t'One booking with its history, now or at an earlier time' find\t'Search bookings' inbox\t'What waits to be agreed to, paid or answered' price\t'What a service costs, line by line' pay\t'Payments, deposits, refunds and tips' rate\t'What a customer says of a visit' answer\t'Answers to a service\'s questions' note\t'A remark on a booking or customer' resource\t'People, rooms and devices' service\t'What can be booked' customer\t'The people who book' session\t'Classes on a date, with seats' wait\t'Who waits for a time or a seat that is taken' series\t'What comes again and again, and timetables of classes' plan\t'Passes, stored value and memberships' report\t'Figures: utilisation, revenue, staff, customers' check\t'Prove the whole book right' log\t'What was changed, when and by whom' undo\t'Take back the last change' redo\t'Put back what undo took away' adopt\t'Take in what was edited by hand' forget\t'Erase a person, from the history too' retain\t'Erase whoever did not come for long' doctor\t'Is everything set up as it should be' init\t'Start a new ledger' apply\t'Many requests as JSON lines, one commit' feed\t'Calendars that others subscribe to' rule\t'What happens by itself: reminders, follow-ups, nudges' message\t'What is sent to customers' remind\t'Send what is due: what cron runs' import\t'Other calendars, other programs\' bookings, answers to invitations' export\t'Bookings for calendars, spreadsheets and accounts' serve\t'Hand out feeds over HTTP' cron\t'Have cron, systemd or launchd run bookctl' completion\t'Completions for bash, zsh, fish and PowerShell' help\t'The manual, page by page'
    else if set -q verbs[1]
        printf '%s\n' $verbs
    else if set -q kinds[1]
        if string match -q -- '*+' $kinds[-1]; and test $place -gt (count $kinds)
            set place (count $kinds)
        end
        __bookctl_offer (string trim -r -c + -- $kinds[$place]; or true) "$current" '' "$ledger"
    end
end

complete -c bookctl -e
complete -c bookctl -f -k -a '(__bookctl_complete)'

# PowerShell completion for bookctl. Written by `bookctl completion powershell`; do not edit.

# Of each command: its options, those that take a value (NAME:KIND), and the kinds of its arguments.
$script:BookctlCommands = @{
  '' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help --version -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'agenda' = @('--resource --all --ledger --format --output --now --color --width --by --ascii --quiet --help -r -L -F -o -q -h', '-r:resource --resource:resource -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'range')
  'board' = @('--resource --kind --ledger --format --output --now --color --width --by --ascii --quiet --help -r -L -F -o -q -h', '-r:resource --resource:resource --kind:nature -L:folder --ledger:folder -F:format-board --format:format-board -o:file --output:file --now:none --color:color --width:none --by:none', 'range')
  'free' = @('--resource --addon --customer --limit --ledger --format --output --now --color --width --by --ascii --quiet --help -r -a -c -l -L -F -o -q -h', '-r:resource --resource:resource -a:service --addon:service -c:customer --customer:customer -l:none --limit:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'service range')
  'book' = @('--resource --addon --minutes --seats --status --price --answer --coupon --cover --project --hold --source --request-id --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -r -a -q -n -y -L -F -o -q -h', '-r:resource --resource:resource -a:service --addon:service --minutes:none --seats:none --status:status --price:none -q:none --answer:none --coupon:none --cover:none --project:none --hold:none --source:none --request-id:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer service none')
  'why' = @('--resource --addon --customer --ledger --format --output --now --color --width --by --ascii --quiet --help -r -a -c -L -F -o -q -h', '-r:resource --resource:resource -a:service --addon:service -c:customer --customer:customer -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'service none')
  'move' = @('--resource --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -r -n -y -L -F -o -q -h', '-r:resource --resource:resource --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'entry none')
  'cancel' = @('--reason --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '--reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'entry')
  'mark' = @('--minutes --reason --force --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--minutes:none --reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'booking mark')
  'show' = @('--at --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '--at:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'entry')
  'find' = @('--limit --ledger --format --output --now --color --width --by --ascii --quiet --help -l -L -F -o -q -h', '-l:none --limit:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none+')
  'inbox' = @('--mine --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'price' = @('--addon --customer --coupon --ledger --format --output --now --color --width --by --ascii --quiet --help -a -c -L -F -o -q -h', '-a:service --addon:service -c:customer --customer:customer --coupon:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'service none')
  'pay' = @('--method --kind --reason --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -m -k -n -L -F -o -q -h', '-m:none --method:none -k:none --kind:none --reason:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'about none')
  'rate' = @('--recommend --text --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--recommend:none --text:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'entry none')
  'answer' = @('--dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'entry none+')
  'note' = @('--dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'about none')
  'resource list' = @('--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'resource show' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'resource')
  'resource add' = @('--name --kind --skill --hours --capacity --before --after --zone --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--name:none --kind:nature --skill:none --hours:none --capacity:none --before:none --after:none --zone:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'resource edit' = @('--name --kind --skill --hours --capacity --before --after --zone --unset --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--name:none --kind:nature --skill:none --hours:none --capacity:none --before:none --after:none --zone:none --unset:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'resource')
  'resource away' = @('--reason --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--reason:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'resource none')
  'resource retire' = @('--on --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--on:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'resource')
  'service list' = @('--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'service show' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'service')
  'service add' = @('--name --minutes --price --need --category --addon --is-addon --seats --min-seats --decide --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--name:none --minutes:none --price:none --need:none --category:none --addon:service --seats:none --min-seats:none --decide:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'service edit' = @('--name --minutes --price --need --category --addon --seats --min-seats --decide --unset --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--name:none --minutes:none --price:none --need:none --category:none --addon:service --seats:none --min-seats:none --decide:none --unset:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'service')
  'service retire' = @('--on --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--on:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'service')
  'customer import' = @('--map --mapping --sheet --encoding --dates --keep --update --overwrite --shared --skip --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '--map:none --mapping:none --sheet:none --encoding:none --dates:none --keep:booking -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'customer find' = @('--limit --ledger --format --output --now --color --width --by --ascii --quiet --help -l -L -F -o -q -h', '-l:none --limit:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none+')
  'customer segment' = @('--name --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--name:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none none none+')
  'customer list' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'customer show' = @('--file --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer')
  'customer export' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer')
  'customer alert' = @('--kind --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--kind:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer none')
  'customer merge' = @('--dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer none')
  'customer add' = @('--name --phone --email --tag --prefers --language --birthday --source --shared --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--name:none --phone:none --email:none --tag:none --prefers:resource --language:language --birthday:none --source:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'customer edit' = @('--name --phone --email --tag --prefers --language --birthday --source --shared --unset --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--name:none --phone:none --email:none --tag:none --prefers:resource --language:language --birthday:none --source:none --unset:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer')
  'customer retire' = @('--on --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--on:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer')
  'session list' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'range')
  'session show' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'session')
  'session decide' = @('--dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'session')
  'session add' = @('--resource --seats --min-seats --force --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -r -n -L -F -o -q -h', '-r:resource --resource:resource --seats:none --min-seats:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'service none')
  'session edit' = @('--seats --min-seats --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--seats:none --min-seats:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'session')
  'session retire' = @('--reason --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '--reason:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'session')
  'session join' = @('--seats --cover --coupon --answer --force --own --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -q -n -L -F -o -q -h', '--seats:none --cover:none --coupon:none -q:none --answer:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'session customer')
  'session leave' = @('--reason --force --own --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'session customer')
  'wait list' = @('--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'wait show' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'wait add' = @('--hours --resource --session --seats --anyway --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -r -n -L -F -o -q -h', '--hours:none -r:resource --resource:resource --session:session --seats:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer service none')
  'wait offer' = @('--dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'wait drop' = @('--reason --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--reason:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'series list' = @('--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'series show' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'series add' = @('--resource --addon --minutes --seats --project --coupon --cover --source --skip-conflicts --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -r -a -n -y -L -F -o -q -h', '-r:resource --resource:resource -a:service --addon:service --minutes:none --seats:none --project:none --coupon:none --cover:none --source:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none+')
  'series move' = @('--scope --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '--scope:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none none')
  'series cancel' = @('--scope --reason --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '--scope:none --reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'series edit' = @('--scope --resource --price --project --seats --force --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -r -n -y -L -F -o -q -h', '--scope:none -r:resource --resource:resource --price:none --project:none --seats:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'series extend' = @('--skip-conflicts --force --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '--force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none none')
  'series stop' = @('--from --reason --force --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '--from:none --reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'plan list' = @('--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'plan show' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'plan add' = @('--name --kind --price --sessions --value --service --valid --freeze --tier --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -s -n -L -F -o -q -h', '--name:none --kind:none --price:none --sessions:none --value:none -s:none --service:none --valid:none --freeze:none --tier:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'plan edit' = @('--name --price --sessions --value --service --valid --freeze --tier --unset --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -s -n -L -F -o -q -h', '--name:none --price:none --sessions:none --value:none -s:none --service:none --valid:none --freeze:none --tier:none --unset:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'plan retire' = @('--on --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--on:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'plan sell' = @('--price --method --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--price:none --method:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer none')
  'plan sold' = @('--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer')
  'plan freeze' = @('--reason --force --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none none')
  'plan void' = @('--refund --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--refund:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'report' = @('--from --to --by --compare --where --target --top --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '--from:none --to:mark --by:none --compare:none --where:none --target:none --top:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none none')
  'check' = @('--strict --no-index --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format-check --format:format-check -o:file --output:file --now:none --color:color --width:none --by:none', 'check+')
  'log' = @('--limit --ledger --format --output --now --color --width --by --ascii --quiet --help -l -L -F -o -q -h', '-l:none --limit:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'entry')
  'undo' = @('--dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'redo' = @('--dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'adopt' = @('--keep --drop --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--keep:booking --drop:booking -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'forget' = @('--redact --clean --push --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'customer+')
  'retain' = @('--months --debts --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '--months:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'doctor' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'init' = @('--timezone --currency --name --locale --no-git --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--timezone:none --currency:none --name:none --locale:language -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'folder')
  'apply' = @('--skip --stop-on-error --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'feed list' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'feed build' = @('--to --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '--to:mark -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'check+')
  'feed show' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'feed check' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'feed link' = @('--for --url --new --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '--for:none --url:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'feed links' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'feed unlink' = @('--for --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '--for:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'feed publish' = @('--dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none none+')
  'rule list' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'rule kit' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'rule show' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'rule add' = @('--channel --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--channel:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'rule pause' = @('--dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'rule resume' = @('--dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'rule test' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none about')
  'message list' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'message show' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'message outbox' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'message retry' = @('--yes --ledger --format --output --now --color --width --by --ascii --quiet --help -y -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'message preview' = @('--language --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '--language:language -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none about')
  'message invite' = @('--raw --send --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'entry')
  'remind' = @('--dry-run --status --catch-up --mark-done --take-over --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'import busy' = @('--name --remove --allow-private --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--name:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'resource none')
  'import bookings' = @('--map --service --resource --sheet --update --skip --force --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -r -n -y -L -F -o -q -h', '--map:none --service:service -r:resource --resource:resource --sheet:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'import mappings' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'import reply' = @('--pipe --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none')
  'export' = @('--show --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '--show:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'none+')
  'serve feeds' = @('--host --port --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '--host:none --port:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'cron show' = @('--kind --every --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '--kind:none --every:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'cron install' = @('--kind --every --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--kind:none --every:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'cron remove' = @('--kind --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h', '--kind:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', '')
  'completion' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'shell')
  'help' = @('--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h', '-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none', 'page+')
}
$script:BookctlVerbs = @{
  'resource' = @("list`tAll of them", "show`tOne of them", "add`tA new one", "edit`tChange one", "away`tTimes when it is not there", "retire`tNot used any more; nothing is deleted")
  'service' = @("list`tAll of them", "show`tOne of them", "add`tA new one", "edit`tChange one", "retire`tNot used any more; nothing is deleted")
  'customer' = @("import`tFrom CSV or Excel", "find`tBy a query: tags, visits, what is owed", "segment`tCustomers by a saved query", "list`tAll of them", "show`tOne of them", "export`tAll that the book holds of a person", "alert`tWhat must be known before working with the person", "merge`tTwo records that are one person", "add`tA new one", "edit`tChange one", "retire`tNot used any more; nothing is deleted")
  'session' = @("list`tAll of them", "show`tOne of them", "decide`tWhether enough have joined", "add`tA new one", "edit`tChange one", "retire`tNot used any more; nothing is deleted", "join`tTake seats for a customer", "leave`tGive a customer's seats back")
  'wait' = @("list`tAll of them", "show`tOne of them", "add`tA new one", "offer`tGive freed time to who waits", "drop`tDoes not wait any more")
  'series' = @("list`tAll of them", "show`tOne of them", "add`tA new one", "move`tTo another time, with those that follow", "cancel`tThis date, with those that follow", "edit`tChange one", "extend`tFurther dates by the same rule", "stop`tNo dates from a day on")
  'plan' = @("list`tAll of them", "show`tOne of them", "add`tA new one", "edit`tChange one", "retire`tNot used any more; nothing is deleted", "sell`tSell one to a customer", "sold`tWho holds what, and what is left", "freeze`tDays on which it covers nothing; its end moves as far", "void`tTake back what is left")
  'feed' = @("list`tAll of them", "build`tWrite the files", "show`tOne of them", "check`tWhat apps would stumble over", "link`tA new secret address", "links`tWho has which address", "unlink`tEnd an address", "publish`tKeep a CalDAV server as the feed says")
  'rule' = @("list`tAll of them", "kit`tThe rules that come along", "show`tOne of them", "add`tA new one", "pause`tKeep it, but never due", "resume`tDue again", "test`tWhen it would be due for a booking, and whether it holds")
  'message' = @("list`tAll of them", "show`tOne of them", "outbox`tWhat is on its way", "retry`tTry one again", "preview`tThe text as it would be sent", "invite`tWhat would go to a customer's calendar")
  'import' = @("busy`tAnother calendar as busy time", "bookings`tAnother program's bookings", "mappings`tThe exports that are known", "reply`tA customer's answer to an invitation")
  'serve' = @("feeds`tThe calendars, behind their links")
  'cron' = @("show`tOne of them", "install`tPut it in place", "remove`tTake it away again")
}
$script:BookctlAliases = @{
  'today' = 'agenda'
  'reschedule' = 'move'
  'resources' = 'resource'
  'services' = 'service'
  'customers' = 'customer'
  'sessions' = 'session'
  'waitlist' = 'wait'
  'plans' = 'plan'
  'reports' = 'report'
  'feeds' = 'feed'
  'rules' = 'rule'
  'messages' = 'message'
}
$script:BookctlWords = @{
  'color' = @('auto', 'always', 'never')
  'format' = @('table', 'plain', 'json', 'csv')
  'format-board' = @('table', 'plain', 'json', 'svg')
  'format-check' = @('full', 'concise', 'json', 'table', 'plain')
  'language' = @('en', 'zh')
  'mark' = @('arrived', 'done', 'no-show', 'confirm', 'decline')
  'nature' = @('staff', 'room', 'device')
  'range' = @('today', 'tomorrow', 'yesterday', 'week', 'month', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
  'shell' = @('bash', 'zsh', 'fish', 'powershell')
  'status' = @('confirmed', 'requested', 'held')
  'page' = @("agenda`tWhat is booked, day by day (also: bookctl alone)", "board`tDays as lanes, one for each resource", "free`tThe next free times for a service", "book`tBook a customer", "why`tWhy a time is free or refused", "move`tMove a booking to another time", "cancel`tCancel a booking", "mark`tArrived, done, no-show, confirm, decline", "show`tOne booking with its history, now or at an earlier time", "find`tSearch bookings", "inbox`tWhat waits to be agreed to, paid or answered", "price`tWhat a service costs, line by line", "pay`tPayments, deposits, refunds and tips", "rate`tWhat a customer says of a visit", "answer`tAnswers to a service's questions", "note`tA remark on a booking or customer", "resource`tPeople, rooms and devices", "service`tWhat can be booked", "customer`tThe people who book", "session`tClasses on a date, with seats", "wait`tWho waits for a time or a seat that is taken", "series`tWhat comes again and again, and timetables of classes", "plan`tPasses, stored value and memberships", "report`tFigures: utilisation, revenue, staff, customers", "check`tProve the whole book right", "log`tWhat was changed, when and by whom", "undo`tTake back the last change", "redo`tPut back what undo took away", "adopt`tTake in what was edited by hand", "forget`tErase a person, from the history too", "retain`tErase whoever did not come for long", "doctor`tIs everything set up as it should be", "init`tStart a new ledger", "apply`tMany requests as JSON lines, one commit", "feed`tCalendars that others subscribe to", "rule`tWhat happens by itself: reminders, follow-ups, nudges", "message`tWhat is sent to customers", "remind`tSend what is due: what cron runs", "import`tOther calendars, other programs' bookings, answers to invitations", "export`tBookings for calendars, spreadsheets and accounts", "serve`tHand out feeds over HTTP", "cron`tHave cron, systemd or launchd run bookctl", "completion`tCompletions for bash, zsh, fish and PowerShell", "help`tThe manual, page by page", 'busy', 'caldav', 'channels', 'checks', 'dates', 'exit-codes', 'formats', 'invitations', 'ledger', 'policy', 'privacy', 'queries', 'reminders', 'start', 'subscribe', 'templates', 'waitlist')
  'check' = @("file`tevery file of the ledger can be read: no links, no devices, not too large", "conflict`tno file holds the markers of an unfinished merge", "parse`tevery file is TOML", "format`tthe ledger is not newer than this bookctl", "schema`tevery record has the keys it needs, no others, and values that make sense", "busy`tthe time in other calendars stands as bookctl writes it", "dropped`tno hand edit lost a booking that the last commit has", "stray`tno file stands where bookctl would not read it", "ids`tno two bookings, sessions or customers share an id, no two payments or purchases", "references`tevery service, customer and resource that is named exists", "page`tevery record stands on the page of the local day it starts on, in order of start", "overlap`tat no instant is more of a resource in use than it has", "seats`ta session has no more seats taken than it has; each seat is of its service and time", "lifecycle`teach status follows from its history, step by step and in order of time", "price`tno amount is negative or has more decimals than the currency", "cover`tno purchase pays for more than it is worth, nor for anybody else", "practice`ttiers, prices, approvals, plans and series name only what exists", "rules`tevery channel and template that a rule names exists", "messages`tno message is recorded twice", "waiting`twho waits is known, and waits for something that there is", "epoch`tnobody who was forgotten is here again, nor a history that was replaced", "segments`tthe query of every segment reads", "answers`tevery question can be asked and answered, and every answer has its question", "hours`tnothing is booked outside the open hours of what it uses, unless forced", "offset`tthe offset of every start and end is the one of its zone", "contact`tevery customer can be reached, by a number and address of their own", "unused`tfor every need of a service there is something that meets it", "past-open`twhat is over is marked: done, no-show or cancelled")
}
$script:BookctlNames = @(
  "agenda`tWhat is booked, day by day (also: bookctl alone)"
  "today`tWhat is booked, day by day (also: bookctl alone)"
  "board`tDays as lanes, one for each resource"
  "free`tThe next free times for a service"
  "book`tBook a customer"
  "why`tWhy a time is free or refused"
  "move`tMove a booking to another time"
  "reschedule`tMove a booking to another time"
  "cancel`tCancel a booking"
  "mark`tArrived, done, no-show, confirm, decline"
  "show`tOne booking with its history, now or at an earlier time"
  "find`tSearch bookings"
  "inbox`tWhat waits to be agreed to, paid or answered"
  "price`tWhat a service costs, line by line"
  "pay`tPayments, deposits, refunds and tips"
  "rate`tWhat a customer says of a visit"
  "answer`tAnswers to a service's questions"
  "note`tA remark on a booking or customer"
  "resource`tPeople, rooms and devices"
  "service`tWhat can be booked"
  "customer`tThe people who book"
  "session`tClasses on a date, with seats"
  "wait`tWho waits for a time or a seat that is taken"
  "series`tWhat comes again and again, and timetables of classes"
  "plan`tPasses, stored value and memberships"
  "report`tFigures: utilisation, revenue, staff, customers"
  "check`tProve the whole book right"
  "log`tWhat was changed, when and by whom"
  "undo`tTake back the last change"
  "redo`tPut back what undo took away"
  "adopt`tTake in what was edited by hand"
  "forget`tErase a person, from the history too"
  "retain`tErase whoever did not come for long"
  "doctor`tIs everything set up as it should be"
  "init`tStart a new ledger"
  "apply`tMany requests as JSON lines, one commit"
  "feed`tCalendars that others subscribe to"
  "rule`tWhat happens by itself: reminders, follow-ups, nudges"
  "message`tWhat is sent to customers"
  "remind`tSend what is due: what cron runs"
  "import`tOther calendars, other programs' bookings, answers to invitations"
  "export`tBookings for calendars, spreadsheets and accounts"
  "serve`tHand out feeds over HTTP"
  "cron`tHave cron, systemd or launchd run bookctl"
  "completion`tCompletions for bash, zsh, fish and PowerShell"
  "help`tThe manual, page by page"
)

# Pairs of a word and its description.
function script:Get-BookctlOffers($kind, $word, $ledger) {
  if ($script:BookctlWords.ContainsKey($kind)) { return $script:BookctlWords[$kind] }
  if (@('about', 'booking', 'customer', 'entry', 'resource', 'service', 'session') -contains $kind) {
    $before = $env:BOOKCTL_LEDGER
    try {
      if ($ledger) {
        $env:BOOKCTL_LEDGER = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ledger)
      }
      return @(bookctl _complete $kind $word 2>$null)
    } finally { $env:BOOKCTL_LEDGER = $before }
  }
  if ($kind -eq 'folder' -or $kind -eq 'file') {
    return @(Get-ChildItem -Path "$word*" -Directory:($kind -eq 'folder') -ErrorAction SilentlyContinue |
      ForEach-Object { $_.FullName })
  }
  return @()
}

# The kind of value that an option takes; nothing for a flag.
function script:Get-BookctlValue($option, $valued) {
  foreach ($pair in ($valued -split ' ')) {
    $name, $kind = $pair -split ':'
    if ($name -ceq $option) { return $kind }
  }
  return ''
}

Register-ArgumentCompleter -Native -CommandName bookctl -ScriptBlock {
  param($word, $ast, $at)
  $typed = @($ast.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $at } | ForEach-Object {
    if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
  })
  $word = $word -replace '^[''"]', '' -replace '[''"]$', ''
  $path = ''; $ledger = ''; $kind = ''; $option = ''; $ended = $false; $place = 0
  $options, $valued, $kinds = $script:BookctlCommands['']
  foreach ($one in $typed) {
    if ($kind) {
      if ($option -ceq '-L' -or $option -ceq '--ledger') { $ledger = $one }
      $kind = ''
    } elseif (-not $ended -and $one -eq '--') { $ended = $true
    } elseif (-not $ended -and $one -cmatch '^(-L|--ledger)=(.*)$') { $ledger = $Matches[2]
    } elseif (-not $ended -and $one -like '-?*') {
      $option = $one; $kind = Get-BookctlValue $one $valued
    } elseif (-not $path -or $script:BookctlVerbs.ContainsKey($path)) {
      $path = "$path $one".Trim()
      if ($script:BookctlAliases.ContainsKey($path)) { $path = $script:BookctlAliases[$path] }
      if ($script:BookctlCommands.ContainsKey($path)) { $options, $valued, $kinds = $script:BookctlCommands[$path] }
    } else { $place++ }
  }
  $joined = ''; $asked = $false
  if ($kind) {
    $asked = $true
  } elseif (-not $ended -and $word -match '^(-[^=]*)=(.*)$') {
    $joined = $Matches[1] + '='; $word = $Matches[2]; $asked = $true
    $kind = Get-BookctlValue $joined.TrimEnd('=') $valued
  } elseif (-not $ended -and $word -like '-*') { $offers = $options -split ' '
  } elseif (-not $path) { $offers = $script:BookctlNames
  } elseif ($script:BookctlVerbs.ContainsKey($path)) { $offers = $script:BookctlVerbs[$path]
  } else {
    $asked = $true; $all = @($kinds -split ' ')
    if ($place -ge $all.Count -and $all[-1] -like '*+') { $place = $all.Count - 1 }
    $kind = if ($place -lt $all.Count) { $all[$place].TrimEnd('+') } else { '' }
  }
  if ($asked) { $offers = Get-BookctlOffers $kind $word $ledger }
  # The book decides what a name begins with; of the fixed words those are left out that begin otherwise.
  $filtered = -not (@('about', 'booking', 'customer', 'entry', 'resource', 'service', 'session') -contains $kind) -and $kind -ne 'folder' -and $kind -ne 'file'
  foreach ($offer in $offers) {
    $value, $text = $offer -split "`t", 2
    if (-not $value -or ($filtered -and -not $value.StartsWith($word))) { continue }
    if (-not $text) { $text = $value }
    $inserted = if ($value -match '[^\w./:=+-]') { "'" + ($value -replace "'", "''") + "'" } else { $value }
    [System.Management.Automation.CompletionResult]::new("$joined$inserted", $value, 'ParameterValue', $text)
  }
}

# bash completion for bookctl. Written by `bookctl completion bash`; do not edit.

# Ids and names, from the book. Quoted as it must be where the cursor stands.
_bookctl_ask() {
  local value text exact
  local -a values=() same=() rows=()
  while IFS=$'\t' read -r value text; do
    exact=''
    if [[ $value == "$current"* ]]; then exact=1; fi
    rows+=("$value  $text")
    case $open in
      \') value=${value//\'/\'\\\'\'} ;;
      \") value=${value//\\/\\\\}; value=${value//\"/\\\"}; value=${value//\$/\\\$}; value=${value//\`/\\\`} ;;
      *) printf -v value %q "$value"; value=${value//:/\\:}; value=${value//=/\\=}; value=${value//@/\\@} ;;
    esac
    values+=("$value")
    if [[ -n $exact ]]; then same+=("$value"); fi
  done < <(command bookctl _complete "$1" "$current" "$ledger" 2>/dev/null </dev/null)
  if [[ ${COMP_TYPE:-} == 63 && ${#values[@]} -gt 1 ]]; then
    COMPREPLY=("${rows[@]}")  # readline only lists, so it may say more than it would insert
  elif [[ ${#same[@]} -gt 0 ]]; then COMPREPLY=("${same[@]}")
  else COMPREPLY=("${values[@]}")  # what begins otherwise than it was typed: Zhang for zhang
  fi
}

_bookctl_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_bookctl_offer() {
  case $1 in
    about|booking|customer|entry|resource|service|session) _bookctl_ask "$1" ;;
    folder) compopt -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$current")) ;;
    file) compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$current")) ;;
    color) _bookctl_words 'auto always never' ;;
    format) _bookctl_words 'table plain json csv' ;;
    format-board) _bookctl_words 'table plain json svg' ;;
    format-check) _bookctl_words 'full concise json table plain' ;;
    language) _bookctl_words 'en zh' ;;
    mark) _bookctl_words 'arrived done no-show confirm decline' ;;
    nature) _bookctl_words 'staff room device' ;;
    range) _bookctl_words 'today tomorrow yesterday week month mon tue wed thu fri sat sun' ;;
    shell) _bookctl_words 'bash zsh fish powershell' ;;
    status) _bookctl_words 'confirmed requested held' ;;
    page) _bookctl_words 'agenda board free book why move cancel mark show find inbox price pay rate answer note resource service customer session wait series plan report check log undo redo adopt forget retain doctor init apply feed rule message remind import export serve cron completion help busy caldav channels checks dates exit-codes formats invitations ledger policy privacy queries reminders start subscribe templates waitlist' ;;
    check) _bookctl_words 'file conflict parse format schema busy dropped stray ids references page overlap seats lifecycle price cover practice rules messages waiting epoch segments answers hours offset contact unused past-open' ;;
  esac
}

# What can follow a command: its options, those that take a value (NAME:KIND), the kinds of its arguments, its verbs.
_bookctl_command() {
  options='--ledger --format --output --now --color --width --by --ascii --quiet --help --version -L -F -o -q -h' valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none' kinds='' verbs=''
  case $1 in
    'agenda')
      options='--resource --all --ledger --format --output --now --color --width --by --ascii --quiet --help -r -L -F -o -q -h'
      valued='-r:resource --resource:resource -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='range' ;;
    'board')
      options='--resource --kind --ledger --format --output --now --color --width --by --ascii --quiet --help -r -L -F -o -q -h'
      valued='-r:resource --resource:resource --kind:nature -L:folder --ledger:folder -F:format-board --format:format-board -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='range' ;;
    'free')
      options='--resource --addon --customer --limit --ledger --format --output --now --color --width --by --ascii --quiet --help -r -a -c -l -L -F -o -q -h'
      valued='-r:resource --resource:resource -a:service --addon:service -c:customer --customer:customer -l:none --limit:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='service range' ;;
    'book')
      options='--resource --addon --minutes --seats --status --price --answer --coupon --cover --project --hold --source --request-id --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -r -a -q -n -y -L -F -o -q -h'
      valued='-r:resource --resource:resource -a:service --addon:service --minutes:none --seats:none --status:status --price:none -q:none --answer:none --coupon:none --cover:none --project:none --hold:none --source:none --request-id:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer service none' ;;
    'why')
      options='--resource --addon --customer --ledger --format --output --now --color --width --by --ascii --quiet --help -r -a -c -L -F -o -q -h'
      valued='-r:resource --resource:resource -a:service --addon:service -c:customer --customer:customer -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='service none' ;;
    'move')
      options='--resource --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -r -n -y -L -F -o -q -h'
      valued='-r:resource --resource:resource --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='entry none' ;;
    'cancel')
      options='--reason --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='--reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='entry' ;;
    'mark')
      options='--minutes --reason --force --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--minutes:none --reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='booking mark' ;;
    'show')
      options='--at --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='--at:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='entry' ;;
    'find')
      options='--limit --ledger --format --output --now --color --width --by --ascii --quiet --help -l -L -F -o -q -h'
      valued='-l:none --limit:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none+' ;;
    'inbox')
      options='--mine --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'price')
      options='--addon --customer --coupon --ledger --format --output --now --color --width --by --ascii --quiet --help -a -c -L -F -o -q -h'
      valued='-a:service --addon:service -c:customer --customer:customer --coupon:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='service none' ;;
    'pay')
      options='--method --kind --reason --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -m -k -n -L -F -o -q -h'
      valued='-m:none --method:none -k:none --kind:none --reason:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='about none' ;;
    'rate')
      options='--recommend --text --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--recommend:none --text:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='entry none' ;;
    'answer')
      options='--dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='entry none+' ;;
    'note')
      options='--dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='about none' ;;
    'resource list')
      options='--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'resource show')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='resource' ;;
    'resource add')
      options='--name --kind --skill --hours --capacity --before --after --zone --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--name:none --kind:nature --skill:none --hours:none --capacity:none --before:none --after:none --zone:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'resource edit')
      options='--name --kind --skill --hours --capacity --before --after --zone --unset --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--name:none --kind:nature --skill:none --hours:none --capacity:none --before:none --after:none --zone:none --unset:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='resource' ;;
    'resource away')
      options='--reason --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--reason:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='resource none' ;;
    'resource retire')
      options='--on --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--on:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='resource' ;;
    'service list')
      options='--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'service show')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='service' ;;
    'service add')
      options='--name --minutes --price --need --category --addon --is-addon --seats --min-seats --decide --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--name:none --minutes:none --price:none --need:none --category:none --addon:service --seats:none --min-seats:none --decide:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'service edit')
      options='--name --minutes --price --need --category --addon --seats --min-seats --decide --unset --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--name:none --minutes:none --price:none --need:none --category:none --addon:service --seats:none --min-seats:none --decide:none --unset:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='service' ;;
    'service retire')
      options='--on --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--on:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='service' ;;
    'customer import')
      options='--map --mapping --sheet --encoding --dates --keep --update --overwrite --shared --skip --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='--map:none --mapping:none --sheet:none --encoding:none --dates:none --keep:booking -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'customer find')
      options='--limit --ledger --format --output --now --color --width --by --ascii --quiet --help -l -L -F -o -q -h'
      valued='-l:none --limit:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none+' ;;
    'customer segment')
      options='--name --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--name:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none none none+' ;;
    'customer list')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'customer show')
      options='--file --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer' ;;
    'customer export')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer' ;;
    'customer alert')
      options='--kind --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--kind:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer none' ;;
    'customer merge')
      options='--dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer none' ;;
    'customer add')
      options='--name --phone --email --tag --prefers --language --birthday --source --shared --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--name:none --phone:none --email:none --tag:none --prefers:resource --language:language --birthday:none --source:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'customer edit')
      options='--name --phone --email --tag --prefers --language --birthday --source --shared --unset --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--name:none --phone:none --email:none --tag:none --prefers:resource --language:language --birthday:none --source:none --unset:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer' ;;
    'customer retire')
      options='--on --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--on:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer' ;;
    'session list')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='range' ;;
    'session show')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='session' ;;
    'session decide')
      options='--dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='session' ;;
    'session add')
      options='--resource --seats --min-seats --force --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -r -n -L -F -o -q -h'
      valued='-r:resource --resource:resource --seats:none --min-seats:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='service none' ;;
    'session edit')
      options='--seats --min-seats --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--seats:none --min-seats:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='session' ;;
    'session retire')
      options='--reason --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='--reason:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='session' ;;
    'session join')
      options='--seats --cover --coupon --answer --force --own --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -q -n -L -F -o -q -h'
      valued='--seats:none --cover:none --coupon:none -q:none --answer:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='session customer' ;;
    'session leave')
      options='--reason --force --own --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='session customer' ;;
    'wait list')
      options='--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'wait show')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'wait add')
      options='--hours --resource --session --seats --anyway --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -r -n -L -F -o -q -h'
      valued='--hours:none -r:resource --resource:resource --session:session --seats:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer service none' ;;
    'wait offer')
      options='--dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'wait drop')
      options='--reason --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--reason:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'series list')
      options='--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'series show')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'series add')
      options='--resource --addon --minutes --seats --project --coupon --cover --source --skip-conflicts --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -r -a -n -y -L -F -o -q -h'
      valued='-r:resource --resource:resource -a:service --addon:service --minutes:none --seats:none --project:none --coupon:none --cover:none --source:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none+' ;;
    'series move')
      options='--scope --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='--scope:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none none' ;;
    'series cancel')
      options='--scope --reason --force --own --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='--scope:none --reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'series edit')
      options='--scope --resource --price --project --seats --force --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -r -n -y -L -F -o -q -h'
      valued='--scope:none -r:resource --resource:resource --price:none --project:none --seats:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'series extend')
      options='--skip-conflicts --force --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='--force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none none' ;;
    'series stop')
      options='--from --reason --force --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='--from:none --reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'plan list')
      options='--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'plan show')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'plan add')
      options='--name --kind --price --sessions --value --service --valid --freeze --tier --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -s -n -L -F -o -q -h'
      valued='--name:none --kind:none --price:none --sessions:none --value:none -s:none --service:none --valid:none --freeze:none --tier:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'plan edit')
      options='--name --price --sessions --value --service --valid --freeze --tier --unset --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -s -n -L -F -o -q -h'
      valued='--name:none --price:none --sessions:none --value:none -s:none --service:none --valid:none --freeze:none --tier:none --unset:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'plan retire')
      options='--on --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--on:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'plan sell')
      options='--price --method --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--price:none --method:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer none' ;;
    'plan sold')
      options='--all --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer' ;;
    'plan freeze')
      options='--reason --force --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--reason:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none none' ;;
    'plan void')
      options='--refund --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--refund:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'report')
      options='--from --to --by --compare --where --target --top --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='--from:none --to:mark --by:none --compare:none --where:none --target:none --top:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none none' ;;
    'check')
      options='--strict --no-index --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format-check --format:format-check -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='check+' ;;
    'log')
      options='--limit --ledger --format --output --now --color --width --by --ascii --quiet --help -l -L -F -o -q -h'
      valued='-l:none --limit:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='entry' ;;
    'undo')
      options='--dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'redo')
      options='--dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'adopt')
      options='--keep --drop --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--keep:booking --drop:booking -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'forget')
      options='--redact --clean --push --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='customer+' ;;
    'retain')
      options='--months --debts --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='--months:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'doctor')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'init')
      options='--timezone --currency --name --locale --no-git --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--timezone:none --currency:none --name:none --locale:language -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='folder' ;;
    'apply')
      options='--skip --stop-on-error --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -n -y -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'feed list')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'feed build')
      options='--to --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='--to:mark -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='check+' ;;
    'feed show')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'feed check')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'feed link')
      options='--for --url --new --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='--for:none --url:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'feed links')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'feed unlink')
      options='--for --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='--for:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'feed publish')
      options='--dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none none+' ;;
    'rule list')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'rule kit')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'rule show')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'rule add')
      options='--channel --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--channel:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'rule pause')
      options='--dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'rule resume')
      options='--dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'rule test')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none about' ;;
    'message list')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'message show')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'message outbox')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'message retry')
      options='--yes --ledger --format --output --now --color --width --by --ascii --quiet --help -y -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'message preview')
      options='--language --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='--language:language -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none about' ;;
    'message invite')
      options='--raw --send --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='entry' ;;
    'remind')
      options='--dry-run --status --catch-up --mark-done --take-over --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'import busy')
      options='--name --remove --allow-private --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--name:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='resource none' ;;
    'import bookings')
      options='--map --service --resource --sheet --update --skip --force --dry-run --yes --ledger --format --output --now --color --width --by --ascii --quiet --help -r -n -y -L -F -o -q -h'
      valued='--map:none --service:service -r:resource --resource:resource --sheet:none --force:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'import mappings')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'import reply')
      options='--pipe --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none' ;;
    'export')
      options='--show --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='--show:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='none+' ;;
    'serve feeds')
      options='--host --port --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='--host:none --port:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'cron show')
      options='--kind --every --ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='--kind:none --every:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'cron install')
      options='--kind --every --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--kind:none --every:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'cron remove')
      options='--kind --dry-run --ledger --format --output --now --color --width --by --ascii --quiet --help -n -L -F -o -q -h'
      valued='--kind:none -L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='' ;;
    'completion')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='shell' ;;
    'help')
      options='--ledger --format --output --now --color --width --by --ascii --quiet --help -L -F -o -q -h'
      valued='-L:folder --ledger:folder -F:format --format:format -o:file --output:file --now:none --color:color --width:none --by:none'
      kinds='page+' ;;
    resource) verbs='list show add edit away retire' ;;
    service) verbs='list show add edit retire' ;;
    customer) verbs='import find segment list show export alert merge add edit retire' ;;
    session) verbs='list show decide add edit retire join leave' ;;
    wait) verbs='list show add offer drop' ;;
    series) verbs='list show add move cancel edit extend stop' ;;
    plan) verbs='list show add edit retire sell sold freeze void' ;;
    feed) verbs='list build show check link links unlink publish' ;;
    rule) verbs='list kit show add pause resume test' ;;
    message) verbs='list show outbox retry preview invite' ;;
    import) verbs='busy bookings mappings reply' ;;
    serve) verbs='feeds' ;;
    cron) verbs='show install remove' ;;
  esac
}

_bookctl_alias() {
  case $1 in
    today) path=agenda ;;
    reschedule) path=move ;;
    resources) path=resource ;;
    services) path=service ;;
    customers) path=customer ;;
    sessions) path=session ;;
    waitlist) path=wait ;;
    plans) path=plan ;;
    reports) path=report ;;
    feeds) path=feed ;;
    rules) path=rule ;;
    messages) path=message ;;
    *) path=$1 ;;
  esac
}

# The kind of value that an option takes; false for a flag.
_bookctl_value() {
  local pair
  for pair in $valued; do
    if [[ ${pair%%:*} == "$1" ]]; then kind=${pair#*:}; return 0; fi
  done
  return 1
}

# The line up to the cursor as words without their quotes; `open` is the quote in which the last one stands.
_bookctl_split() {
  local line=${COMP_LINE:0:COMP_POINT} sign at begun=''
  for ((at = 0; at < ${#line}; at++)); do
    sign=${line:at:1}
    if [[ $sign == "$open" ]]; then open=''
    elif [[ $sign == \\ && $open != \' ]]; then ((++at)); current+=${line:at:1}; begun=1
    elif [[ -n $open ]]; then current+=$sign
    elif [[ $sign == [\'\"] ]]; then open=$sign; begun=1
    elif [[ $sign == [[:space:]] ]]; then
      if [[ -n $begun ]]; then typed+=("$current"); fi
      current='' begun=''
    else current+=$sign; begun=1
    fi
  done
}

_bookctl() {
  local IFS=$' \t\n' current='' open='' path='' ledger='' kind='' ended='' options valued kinds verbs word at place=0
  local -a typed=()
  COMPREPLY=()
  _bookctl_split
  _bookctl_command ''
  for ((at = 1; at < ${#typed[@]}; at++)); do
    word=${typed[at]} kind=''
    if [[ -z $ended ]]; then
      case $word in
        --) ended=1; continue ;;
        --ledger=*|-L=*) ledger=${word#*=}; continue ;;
        *[\<\>]) kind=file ;;
        -?*) _bookctl_value "$word" || continue ;;
      esac
    fi
    if [[ -n $kind ]]; then
      ((++at))
      if [[ $at -ge ${#typed[@]} ]]; then break; fi
      if [[ $word == -L || $word == --ledger ]]; then ledger=${typed[at]}; fi
      kind=''
    elif [[ -z $path ]]; then _bookctl_alias "$word"; _bookctl_command "$path"
    elif [[ -n $verbs ]]; then path="$path $word"; _bookctl_command "$path"
    else ((++place))
    fi
  done
  if [[ -n $kind ]]; then _bookctl_offer "$kind"
  elif [[ -z $ended && $current == -*=* ]] && _bookctl_value "${current%%=*}"; then
    current=${current#*=}
    _bookctl_offer "$kind"
  elif [[ -z $ended && $current == -* ]]; then
    _bookctl_words "$options"
  elif [[ -z $path ]]; then _bookctl_words 'agenda today board free book why move reschedule cancel mark show find inbox price pay rate answer note resource service customer session wait series plan report check log undo redo adopt forget retain doctor init apply feed rule message remind import export serve cron completion help'
  elif [[ -n $verbs ]]; then _bookctl_words "$verbs"
  else
    for kind in $kinds; do
      if [[ $kind == *+ ]]; then place=0; fi
      if ((place-- == 0)); then _bookctl_offer "${kind%+}"; break; fi
    done
  fi
  return 0
}

# In the order of the book, where this bash can keep it.
complete -o nosort -F _bookctl bookctl 2>/dev/null || complete -F _bookctl bookctl

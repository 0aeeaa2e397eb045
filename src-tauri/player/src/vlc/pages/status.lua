-- What VLC's own page of this name says, and the tracks as its menus have them: with the numbers that its commands take, and
-- which of them plays.
local httprequests = require "httprequests"
httprequests.processcommands()
local status = httprequests.getstatus(true)

-- The menus name languages, and tracks without a name, in the language of VLC.
local codes = {}
for name, code in pairs({ LANGUAGES }) do
  codes[vlc.gettext._(name)] = code
end

local function tracks(variable)
  local input = vlc.object.input()
  local numbers, names = vlc.var.get_list(input, variable)
  local playing = vlc.var.get(input, variable)
  local found = {}
  for at, number in ipairs(numbers) do
    if number >= 0 then
      local title, language = string.match(names[at], "^(.*) %- %[(.-)%]$")
      local code = language and codes[language]
      if not code then
        title = names[at]
      end
      if title == vlc.gettext._("Track") .. " " .. (#found + 1) then
        title = nil
      end
      table.insert(found, { id = number, title = title, language = code, selected = number == playing })
    end
  end
  return found
end

for _, variable in ipairs({ "audio-es", "spu-es" }) do
  -- There are none while nothing plays.
  local is_there, found = pcall(tracks, variable)
  status[variable] = is_there and found or {}
end

httprequests.printTableAsJson(status)

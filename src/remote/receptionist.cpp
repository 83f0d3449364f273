// SPDX-License-Identifier: Apache-2.0
#include "receptionist.hpp"

#include "../actor/system_core.hpp"

namespace akt::inline v0::remote::detail {

result<any_ref> receptionist::on(const lookup& question, context<receptionist>& ctx) {
  auto found = ctx.system().core().names.find(question.name);
  if (!found) return std::move(found).error();
  if (!found->type->has_messages) return error(errc::no_such_actor, question.name);
  if (found->type->type_id != question.type)
    return error(errc::wrong_type, question.name + " is a " + std::string(found->type->name));
  return found->actor;
}

} // namespace akt::inline v0::remote::detail

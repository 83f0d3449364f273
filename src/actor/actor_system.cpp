// SPDX-License-Identifier: Apache-2.0
#include "akt/actor/try_make_system.hpp"

#include "system_core.hpp"
#include "work_stealing.hpp"

namespace akt::inline v0 {
namespace {

bool is_valid_system_name(std::string_view name) {
  return detail::name_table::is_valid(name) && name.find('.') == name.npos;
}

result<system_options> checked(system_options o) {
  constexpr unsigned workers_max = 128, extra_max = 64;
  constexpr duration timeout_max = std::chrono::hours(24 * 24);
  if (!is_valid_system_name(o.name)) return error(errc::invalid_name, o.name);
  if (o.workers > workers_max) return error(errc::invalid_argument, "workers: at most 128");
  if (o.extra_workers > extra_max)
    return error(errc::invalid_argument, "extra_workers: at most 64");
  if (o.blocking_threads == 0) return error(errc::invalid_argument, "blocking_threads: at least 1");
  for (duration d : {o.spin, o.spin_max, o.doze_max})
    if (d < duration::zero() || d > std::chrono::seconds(1))
      return error(errc::invalid_argument, "spin, spin_max, doze_max: 0 to 1 s");
  if (!o.environment.log || !o.environment.make_driver)
    return error(errc::invalid_argument, "environment: log and make_driver are not null");
  for (duration d : {o.ask_timeout, o.stop_timeout, o.start_timeout, o.long_handler})
    if (d <= duration::zero() || d > timeout_max)
      return error(errc::invalid_argument, "time-outs are greater than zero, at most 24 days");
  return o;
}

result<any_ref> of_type(result<detail::name_table::entry> found, std::string_view path,
                        const detail::actor_type& type) {
  if (!found) return std::move(found).error();
  if (found->type == &type) return found->actor;
  std::string both = std::string(path) + " is a " + std::string(found->type->name) + ", not a " +
                     std::string(type.name);
  return error(errc::wrong_type, both);
}

} // namespace

/// Makes systems from options that were checked.
class system_factory {
public:
  static std::unique_ptr<actor_system> make(system_options checked_options) {
    return std::unique_ptr<actor_system>(
        new actor_system(std::move(checked_options), actor_system::unchecked{}));
  }
};

actor_system::actor_system(system_options options, unchecked) {
  executor* e = options.environment.executor;
  if (!e) e = own_executor_ = new detail::work_stealing;
  core_ = new detail::system_core(std::move(options), e);
  core_->face = this;
  try {
    e->start(*core_);
  } catch (const std::system_error& none) {
    delete core_;
    delete own_executor_;
    detail::throw_bad_result(error(errc::over_budget, none.what()));
  }
}

actor_system::actor_system(system_options options)
    : actor_system(checked(std::move(options)).value(), unchecked{}) {}

actor_system::actor_system(std::string_view name)
    : actor_system(system_options{.name = std::string(name)}) {}

actor_system::~actor_system() {
  core_->stop(false);
  delete core_;
  delete own_executor_;
}

result<std::unique_ptr<actor_system>> try_make_system(system_options options) {
  auto good = checked(std::move(options));
  if (!good) return std::move(good).error();
  try {
    return system_factory::make(*std::move(good));
  } catch (const bad_result& refused) { // no threads to be had
    return refused.error();
  }
}

const std::string& actor_system::name() const noexcept { return core_->options.name; }

const topic<dead_letter>& actor_system::dead_letters() const noexcept {
  return core_->dead_letters;
}

stop_report actor_system::stop() noexcept { return core_->stop(false); }
stop_report actor_system::stop(now_t) noexcept { return core_->stop(true); }

fate_report actor_system::fates() const noexcept { return core_->fates(); }

std::uint64_t actor_system::actors_alive() const noexcept { return core_->actors_alive(); }

result<any_ref> actor_system::find_any(std::string_view path,
                                       const detail::actor_type& type) const {
  std::string_view below = path;
  if (const std::string& prefix = core_->root; below.starts_with(prefix))
    below.remove_prefix(prefix.size());
  return of_type(core_->names.find(below), path, type);
}

result<any_ref> detail::find_named(system_core& core, const cell* parent, std::string_view name,
                                   const actor_type& type) {
  if (!name_table::is_valid(name)) return error(errc::invalid_name, name);
  if (parent && !parent->who) return error(errc::no_such_actor, name); // it has no children yet
  return of_type(core.names.find_child(parent ? parent->who : nullptr, name), name, type);
}

} // namespace akt::inline v0

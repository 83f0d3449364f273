// SPDX-License-Identifier: Apache-2.0
#include "parse.hpp"

#include <gtest/gtest.h>

namespace {

using namespace bank;

/// Lines of a text that arrives in pieces of `piece` bytes.
std::vector<std::string> lines_of(std::string text, std::size_t piece, bool* failed = nullptr) {
  std::size_t at = 0;
  LineReader reader([&](char* buffer, std::size_t bytes) -> long {
    if (failed && at == text.size()) return -1;
    std::size_t n = std::min({piece, bytes, text.size() - at});
    text.copy(buffer, n, at);
    at += n;
    return static_cast<long>(n);
  });
  std::vector<std::string> lines;
  for (Line line; reader.next(line);) {
    EXPECT_EQ(line.number, lines.size() + 1);
    lines.push_back(std::string(line.text) + (line.too_long ? "+" : ""));
  }
  if (failed) *failed = reader.failed();
  return lines;
}

using texts = std::vector<std::string>;

TEST(line_reader, ends_lines_at_lf_or_crlf_wherever_pieces_end) {
  for (std::size_t piece : {1u, 2u, 3u, 5u, 1000u}) {
    EXPECT_EQ(lines_of("a\r\n\nbc\n\r\nlast", piece), (texts{"a", "", "bc", "", "last"}));
    EXPECT_EQ(lines_of("a\n", piece), (texts{"a"}));
    EXPECT_EQ(lines_of("", piece), texts{});
    EXPECT_EQ(lines_of("a\rb\n", piece), (texts{"a\rb"}));
  }
}

TEST(line_reader, drops_one_byte_order_mark_in_front) {
  for (std::size_t piece : {1u, 2u, 3u, 1000u}) {
    EXPECT_EQ(lines_of("\xEF\xBB\xBF"
                       "a\n\xEF\xBB\xBF"
                       "b",
                       piece),
              (texts{"a", "\xEF\xBB\xBF"
                          "b"}));
    EXPECT_EQ(lines_of("\xEF\xBB\xBF\xEF\xBB\xBF"
                       "a",
                       piece),
              (texts{"\xEF\xBB\xBF"
                     "a"}));
    EXPECT_EQ(lines_of("\xEF\xBB\xBF", piece), texts{});
  }
}

TEST(line_reader, cuts_long_lines_and_goes_on) {
  std::string fits(line_bytes_max, 'x');
  for (std::size_t piece : {7u, 4096u, 1'000'000u})
    for (std::size_t more : {1u, 2u, 3u, 100'000u}) {
      std::string longer = fits + std::string(more, 'y');
      EXPECT_EQ(lines_of(fits + "\r\n" + longer + "\nend\n" + longer, piece),
                (texts{fits, fits + "+", "end", fits + "+"}));
    }
}

TEST(line_reader, tells_a_read_error_from_the_end) {
  bool failed = false;
  EXPECT_EQ(lines_of("a\nb", 2, &failed), (texts{"a", "b"}));
  EXPECT_TRUE(failed);
}

texts split(std::string_view line) {
  Fields fields;
  if (auto wrong = fields.split(line); !wrong.empty()) return {"!" + std::string(wrong)};
  texts all;
  for (std::size_t i = 0; i < fields.size(); ++i) all.emplace_back(fields[i]);
  return all;
}

TEST(fields, are_split_at_commas) {
  EXPECT_EQ(split(""), texts{""});
  EXPECT_EQ(split("a"), texts{"a"});
  EXPECT_EQ(split("a,,b,"), (texts{"a", "", "b", ""}));
}

TEST(fields, may_be_quoted) {
  EXPECT_EQ(split(R"("a,b",c)"), (texts{"a,b", "c"}));
  EXPECT_EQ(split(R"("say ""hi""","",x)"), (texts{R"(say "hi")", "", "x"}));
  EXPECT_EQ(split(R"("a)"), texts{"!quote without an end"});
  EXPECT_EQ(split(R"("a""")"), texts{"a\""});
  EXPECT_EQ(split(R"("a"b,c)"), texts{"!text after a quoted field"});
  EXPECT_EQ(split(R"(a"b)"), texts{"!quote inside a plain field"});
}

TEST(fields, are_read_as_they_were_written) {
  for (std::string text : {"plain", "with, comma", "with \" quote", "\"", ",", ""})
    EXPECT_EQ(split(to_field(text) + ",end"), (texts{text, "end"}));
}

TEST(text, is_utf_8_without_control_characters) {
  for (auto good : {"", "a~ ", "\u00FC", "\u9280\u884C", "\U0001F600", "\U0010FFFF", "\uD7FF"})
    EXPECT_TRUE(is_plain_text(good)) << good;
  for (auto bad : {"\t", "\x7F", "\x80", "\xBF", "\xC3", "\xC0\x80", "\xC2\x85", "\xC3(",
                   "\xE0\x80\xAF", "\xE2\x82", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                   "\xF4\x90\x80\x80", "\xF8\x88\x80\x80", "\xFF", "ab\xFE"})
    EXPECT_FALSE(is_plain_text(bad)) << testing::PrintToString(bad);
  EXPECT_FALSE(is_plain_text(std::string_view("a\0b", 3)));
}

Complaint transfer_complaint(std::string_view text) {
  Fields fields;
  TransferLine line;
  return parse_transfer({1, text, false}, fields, line);
}

TEST(transfers, are_four_columns) {
  Fields fields;
  TransferLine line;
  EXPECT_EQ(parse_transfer({1, R"(007,"a ""x""",b,9223372036854775807)", false}, fields, line), "");
  EXPECT_EQ(line.id, 7u);
  EXPECT_EQ(line.from, "a \"x\"");
  EXPECT_EQ(line.to, "b");
  EXPECT_EQ(line.amount, 9223372036854775807);
}

TEST(transfers, say_what_is_wrong_with_them) {
  std::pair<std::string, std::string> cases[] = {
      {"", "empty line"},
      {"1", "1 column instead of 4"},
      {"1,a,b,1,", "5 columns instead of 4"},
      {",a,b,1", "id is missing"},
      {"one,a,b,1", "id is not a whole number"},
      {"-1,a,b,1", "id is negative"},
      {"18446744073709551615,a,b,1", ""},
      {"18446744073709551616,a,b,1", "id is too large"},
      {"1,,b,1", "account 'from' is missing"},
      {"1,a,,1", "account 'to' is missing"},
      {"1,a,b,", "amount is missing"},
      {"1,a,b,0", "amount is zero"},
      {"1,a,b,-0", "amount is negative"},
      {"1,a,b,-x", "amount is not a whole number"},
      {"1,a,b,+1", "amount is not a whole number"},
      {"1,a,b,1.0", "amount is not a whole number"},
      {"1,a,b, 1", "amount is not a whole number"},
      {"1,a,b,9223372036854775808", "amount is too large"},
      {"1,a,b,99999999999999999999999999", "amount is too large"},
      {"1,a,a,1", "both accounts are the same"},
      {"1,a\xFF,b,1", "not UTF-8 text, or with control characters"},
      {"1," + std::string(255, 'a') + ",b,1", ""},
      {"1,b," + std::string(256, 'a') + ",1", "account 'to' is longer than 255 bytes"},
  };
  for (const auto& [line, complaint] : cases)
    EXPECT_EQ(transfer_complaint(line), complaint) << line;
  Fields fields;
  TransferLine line;
  EXPECT_EQ(parse_transfer({1, "1,a,b,1", true}, fields, line), "line is longer than 4096 bytes");
}

TEST(openings, are_two_columns_and_may_be_zero) {
  Fields fields;
  OpeningLine line;
  EXPECT_EQ(parse_opening({1, "a,0", false}, fields, line), "");
  EXPECT_EQ(line.name, "a");
  EXPECT_EQ(line.balance, 0);
  EXPECT_EQ(parse_opening({1, "a", false}, fields, line), "1 column instead of 2");
  EXPECT_EQ(parse_opening({1, ",1", false}, fields, line), "account is missing");
  EXPECT_EQ(parse_opening({1, "a,-1", false}, fields, line), "balance is negative");
}

TEST(messages, show_text_short_and_without_control_characters) {
  EXPECT_EQ(shown("bob"), "'bob'");
  EXPECT_EQ(shown("a\033[2Jb\n"), "'a?[2Jb?'");
  EXPECT_EQ(shown(std::string(41, 'x')), "'" + std::string(40, 'x') + "...'");
}

} // namespace

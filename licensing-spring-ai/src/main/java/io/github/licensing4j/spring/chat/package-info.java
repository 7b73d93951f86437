/**
 * Charges for the tokens of language models that a host calls with a ChatClient. Start reading at {@link
 * io.github.licensing4j.spring.chat.LicensedChat}.
 */
@NullMarked
package io.github.licensing4j.spring.chat;

import org.jspecify.annotations.NullMarked;

package io.github.licensing4j.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/** Brings API documents up to date with the catalog before springdoc sends one. */
final class DocumentRefresh implements HandlerInterceptor {
    private final LicensedDocuments documents;

    DocumentRefresh(LicensedDocuments documents) {
        this.documents = documents;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (HandlerDeclarations.isSpringdoc(handler)) {
            documents.refresh();
        }
        return true;
    }
}

using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Certify.Web.Text;

/// <summary>What MVC says when a value can't be bound, in the reader's language.</summary>
public sealed class BindingSentences(Words words) : IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        var messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((value, _) => words["form.unreadable", value]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => words["form.unreadable", value]);
        messages.SetUnknownValueIsInvalidAccessor(_ => words["form.unreadable", ""]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => words["form.unreadable", ""]);
        messages.SetValueIsInvalidAccessor(value => words["form.unreadable", value]);
        messages.SetValueMustBeANumberAccessor(_ => words["form.unreadable", ""]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => words["form.unreadable", ""]);
        messages.SetValueMustNotBeNullAccessor(_ => words["form.required"]);
        messages.SetMissingBindRequiredValueAccessor(_ => words["form.required"]);
        messages.SetMissingKeyOrValueAccessor(() => words["form.required"]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => words["form.required"]);
    }
}

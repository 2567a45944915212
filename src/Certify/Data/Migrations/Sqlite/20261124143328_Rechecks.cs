using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Certify.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Rechecks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "RecheckedBy",
                table: "Rectifications",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "RecheckedBy",
                table: "Rectifications");
        }
    }
}
